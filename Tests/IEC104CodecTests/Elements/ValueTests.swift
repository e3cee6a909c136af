import IEC104Codec
import Testing

@Suite("values")
struct ValueTests {
    @Test("a normalized value is raw / 32768, and 0.5 is 16384")
    func normalized() {
        for raw in Int16.min...Int16.max {
            let value = NVA(rawValue: raw)
            if value.value != Double(raw) / 32768 || NVA(value.value) != value {
                Issue.record("\(raw)")
            }
        }
        #expect(NVA(0.5).rawValue == 16384)
        #expect(NVA(-0.5).rawValue == -16384)
        #expect(NVA(rawValue: .min).value == -1)
        #expect(NVA(rawValue: .max).value == 1 - 1.0 / 32768)
    }

    @Test("a normalized value is rounded to the nearest, clamped, and 0 for NaN")
    func normalizedRounding() {
        let samples: [(Double, Int16)] = [
            (0, 0), (-0.0, 0), (1, 32767), (1.5, 32767), (-1, -32768), (-1.5, -32768),
            (.infinity, 32767), (-.infinity, -32768), (.nan, 0), (.signalingNaN, 0),
            (.greatestFiniteMagnitude, 32767), (-.greatestFiniteMagnitude, -32768),
            (.leastNonzeroMagnitude, 0), (0.4 / 32768, 0), (0.6 / 32768, 1), (-0.4 / 32768, 0),
            (-0.6 / 32768, -1), (100.49 / 32768, 100), (100.51 / 32768, 101),
            (-100.51 / 32768, -101), (32766.6 / 32768, 32767), (-32767.6 / 32768, -32768),
            (32767.4 / 32768, 32767), (32767.9 / 32768, 32767),
        ]
        for (value, raw) in samples { #expect(NVA(value).rawValue == raw, "\(value)") }
        for step in -40000...40000 {
            let value = Double(step) / 40000
            let nearest = min(max((value * 32768).rounded(), -32768), 32767)
            if Double(NVA(value).rawValue) != nearest { Issue.record("\(value)") }
        }
    }

    @Test("a short float keeps all its bits, NaN, infinities and denormals included")
    func shortFloat() throws {
        let patterns: [UInt32] = [
            0, 0x8000_0000, 1, 0x8000_0001, 0x007F_FFFF, 0x0080_0000, 0x7F7F_FFFF, 0x7F80_0000,
            0xFF80_0000, 0x7F80_0001, 0x7FBF_FFFF, 0x7FC0_0000, 0xFFC0_1234, 0xFFFF_FFFF,
        ]
        for pattern in patterns {
            let number = R32(rawValue: pattern)
            #expect(number == R32(rawValue: pattern))
            #expect(number.rawValue == pattern)
            let asdu = ASDU(
                .M_ME_NC_1, cause: CauseOfTransmission(.spontaneous), commonAddress: 1,
                objects: [InformationObject(1, .shortFloat(number, []))])
            #expect(try ASDU(asdu.encoded()) == asdu)
        }
        #expect(R32(1.5).rawValue == 0x3FC0_0000)
        #expect((-2.0 as R32).value == -2)
        #expect(R32(0.0) != R32(-0.0))
        #expect(R32(rawValue: 0x7FC0_0000).value.isNaN)
        #expect(R32(rawValue: 1).value == .leastNonzeroMagnitude)
        #expect(R32(.infinity).value == .infinity)
    }

    @Test("a step is -64...63 and a bit that tells of transience")
    func step() {
        for octet in UInt8.min...UInt8.max {
            let step = VTI(rawValue: octet)
            let low = Int(octet & 0x7F)
            #expect(Int(step.value) == (low > 63 ? low - 128 : low))
            #expect(step.isTransient == (octet >= 128))
            #expect(VTI(step.value, isTransient: step.isTransient) == step)
        }
        for value in Int8.min...Int8.max {
            #expect(VTI(value).value == min(max(value, -64), 63))
            #expect(VTI(value, isTransient: true).isTransient)
        }
    }

    @Test("the fifth octet of a counter reading: sequence number, CY, CA, IV")
    func counter() {
        for flags in UInt8.min...UInt8.max {
            let counter = BCR(value: -5, flags: flags)
            #expect(counter.sequence == flags & 0x1F)
            #expect(counter.carry == (flags & 0x20 != 0))
            #expect(counter.isAdjusted == (flags & 0x40 != 0))
            #expect(counter.isInvalid == (flags & 0x80 != 0))
            let made = BCR(
                -5, sequence: counter.sequence, carry: counter.carry,
                isAdjusted: counter.isAdjusted, isInvalid: counter.isInvalid)
            #expect(made == counter)
        }
        #expect(BCR(.min, sequence: 255).sequence == 31)
        #expect(BCR(.min, sequence: 255).flags == 0x1F)
        #expect(BCR(.max).value == 2_147_483_647)
    }

    @Test("status and change of 16 points: the lower and the upper half")
    func packedPoints() throws {
        let points = SCD(status: 0x1234, changed: 0x8001)
        #expect(points.rawValue == 0x8001_1234)
        #expect(points.status == 0x1234)
        #expect(points.changed == 0x8001)
        let asdu = try ASDU([20, 1, 3, 0, 1, 0, 1, 0, 0, 0x01, 0x00, 0x00, 0x80, 0])
        #expect(
            asdu.objects[0].information
                == .packedSinglePoints(
                    SCD(status: 1, changed: 0x8000), []))
    }
}
