import IEC104Codec
import IEC104Session
import IEC104Station

/// An outstation and a master, each with the session of a link, whose peers may do anything: sound
/// frames with any ASDU, frames of any octets, acknowledgements, silence, disconnects.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStations(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count) else { return 0 }
    let profile = FuzzProfiles.all[input.option(0, bits: 8) % FuzzProfiles.all.count]
    let play = Play(input, profile)
    play.run()
    return 0
}

/// The link of one station under test, as its peer sees it.
private struct Side {
    var session: Session
    /// What the peer would number its next I APDU with, and acknowledge.
    var peerSends: SequenceNumber = 0
    var peerReceived: SequenceNumber = 0
    var isOpen = true
    var delivered = 0

    init(_ role: Session.Role, _ parameters: SessionParameters, at now: Instant) {
        session = Session(role: role, parameters: parameters, at: now)
    }
}

private final class Play {
    private var octets: ArraySlice<UInt8>
    private let profile: Profile
    private let parameters: SessionParameters
    private var now = Moment(Instant(nanoseconds: 0), wall: 1_772_440_000_000)
    private var outstation: OutstationEngine
    private var master: MasterEngine
    private var link: LinkID
    private var controlled: Side
    private var controlling: Side
    private var points: [PointID] = []

    init(_ input: FuzzInput, _ profile: Profile) {
        self.profile = profile
        octets = input.octets[...]
        let k = [1, 2, 12, 32767][input.option(8, bits: 2)]
        parameters = SessionParameters(k: k, w: max(k * 2 / 3, 1))
        var table = PointTable()
        let values: [Information] = [
            .singlePoint(SIQ(false)), .doublePoint(DIQ(.off)), .stepPosition(VTI(3), []),
            .bitString(0xA5, []), .normalized(NVA(0.5), []), .scaled(7, []),
            .shortFloat(R32(1.5), []), .integratedTotal(BCR(9)),
        ]
        for (index, value) in values.enumerated() {
            for station in [1, 2] as [UInt16] {
                let options = PointOptions(
                    groups: [1], counterGroup: value.kind == .integratedTotal ? 1 : nil)
                let added = try? table.add(
                    ObjectAddress(UInt32(index + 1)), station: CommonAddress(station), value,
                    options)
                if let added { points.append(added) }
            }
        }
        for (index, type) in [
            TypeID.C_SC_NA_1, .C_DC_NA_1, .C_RC_NA_1, .C_BO_NA_1, .C_SE_NA_1,
            .C_SE_NB_1, .C_SE_NC_1,
        ].enumerated() {
            let mode: CommandOptions.Mode = index % 2 == 0 ? .either : .selectBeforeOperate
            _ = try? table.addCommand(
                type, at: ObjectAddress(UInt32(index + 1)), drives: points[index * 2],
                CommandOptions(mode: mode))
        }
        var settings = OutstationSettings()
        settings.profile = profile
        settings.eventCapacity = EventCapacity(state: 20, measured: 20, counters: 5)
        settings.handlesCommands = input.option(10, bits: 1) == 1
        settings.servesFiles = true
        outstation = OutstationEngine(points: table, settings: settings)
        master = MasterEngine(
            settings: MasterSettings(
                profile: profile,
                startRequests: MasterSettings.usualStartRequests(stations: [1, 2], counters: true)))
        link = outstation.open(peer: "a", at: now)
        controlled = Side(.controlled, parameters, at: now.instant)
        controlling = Side(.controlling, parameters, at: now.instant)
    }

    func run() {
        begin()
        while let step = octets.popFirst() {
            switch step % 16 {
            case 0, 1, 2, 3: toOutstation(take(Int(step >> 4) * 8))
            case 4, 5: toMaster(take(Int(step >> 4) * 8))
            case 6: rawFrame(to: true)
            case 7: rawFrame(to: false)
            case 8: acknowledge()
            case 9: pass(Int64(step >> 4) * 1_500_000_000)
            case 10: change(Int(step >> 4))
            case 11: request(Int(step >> 4))
            case 12: answer()
            case 13: reopen()
            case 14: pass(1_000_000)
            default: acknowledge()
            }
            pull()
        }
        let limits = outstation.eventGroups
        require(limits.count <= 32, "groups are bounded")
        require(limits.allSatisfy { $0.waiting <= 45 }, "events are bounded")
    }

    private func take(_ count: Int) -> [UInt8] {
        let part = Array(octets.prefix(min(count, APDU.maximumASDULength)))
        octets = octets.dropFirst(part.count)
        return part
    }

    // MARK: What the peers do

    private func begin() {
        controlled.session.receive(.unnumbered(.startDTAct), at: now.instant)
        drain(&controlled, isOutstation: true, Span())
        _ = controlling.session.start(at: now.instant)
        drain(&controlling, isOutstation: false, Span())
        controlling.session.receive(.unnumbered(.startDTCon), at: now.instant)
        drain(&controlling, isOutstation: false, Span())
    }

    private func toOutstation(_ asdu: [UInt8]) {
        guard !asdu.isEmpty else { return }
        let control = ControlField.information(
            send: controlled.peerSends, receive: controlled.peerReceived)
        controlled.peerSends = controlled.peerSends.next
        controlled.session.receive(control, at: now.instant)
        drain(&controlled, isOutstation: true, asdu.span)
    }

    private func toMaster(_ asdu: [UInt8]) {
        guard !asdu.isEmpty else { return }
        let control = ControlField.information(
            send: controlling.peerSends, receive: controlling.peerReceived)
        controlling.peerSends = controlling.peerSends.next
        controlling.session.receive(control, at: now.instant)
        drain(&controlling, isOutstation: false, asdu.span)
    }

    private func rawFrame(to isOutstation: Bool) {
        let octets = take(6)
        guard octets.count == 6 else { return }
        let raw = octets[2...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard let control = ControlField(rawValue: raw) else { return }
        if isOutstation {
            controlled.session.receive(control, at: now.instant)
            drain(&controlled, isOutstation: true, octets.span)
        } else {
            controlling.session.receive(control, at: now.instant)
            drain(&controlling, isOutstation: false, octets.span)
        }
    }

    private func acknowledge() {
        controlled.session.receive(
            .supervisory(receive: controlled.peerReceived), at: now.instant)
        drain(&controlled, isOutstation: true, Span())
        controlling.session.receive(
            .supervisory(receive: controlling.peerReceived), at: now.instant)
        drain(&controlling, isOutstation: false, Span())
    }

    private func pass(_ nanoseconds: Int64) {
        now.instant = now.instant.advanced(byNanoseconds: nanoseconds)
        now.wall += nanoseconds / 1_000_000
        controlled.session.timeout(at: now.instant)
        drain(&controlled, isOutstation: true, Span())
        controlling.session.timeout(at: now.instant)
        drain(&controlling, isOutstation: false, Span())
        outstation.timeout(at: now)
        master.timeout(at: now)
    }

    private func reopen() {
        outstation.closed(link, at: now)
        master.closed(nil, at: now)
        link = outstation.open(peer: octets.first.map { $0 % 2 == 0 } == true ? "a" : "b", at: now)
        controlled = Side(.controlled, parameters, at: now.instant)
        controlling = Side(.controlling, parameters, at: now.instant)
        begin()
    }

    // MARK: What the applications do

    private func change(_ count: Int) {
        for index in 0..<count {
            let point = points[index % points.count]
            guard let object = outstation.value(of: point) else { continue }
            outstation.set(point, object.information, mode: .force, at: now)
        }
    }

    private func request(_ kind: Int) {
        let station: CommonAddress = kind & 1 == 0 ? 1 : profile.globalCommonAddress
        let requests: [MasterRequest] = [
            .interrogation(station: station, .station), .read(station: 1, 3),
            .counterInterrogation(station: station, .general),
            .clockSynchronization(station: station, time: nil),
            .command(
                MasterCommand(
                    station: 1, .C_SC_NA_1, at: 1, .singleCommand(SCO(true)),
                    mode: MasterCommand.Mode.allCases[kind % 5])),
            .test(station: 1, isTimeTagged: true), .reset(station: 1, QRP(rawValue: 1)),
            .delayAcquisition(station: 1),
        ]
        let file = FileName(UInt16(kind), object: 2, station: station)
        let jobs: [FileJobRequest] = [
            .list(file), .fetch(file, nil), .write(file, length: kind * 50), .delete(file),
        ]
        let job = master.submit(file: jobs[kind % jobs.count], at: now)
        if kind > 10 { master.cancel(file: job, at: now) }
        let id = master.submit(requests[kind % requests.count], at: now)
        if kind > 12 { master.cancel(id, at: now) }
    }

    private func answer() {
        let answers: [CommandAnswer] = [
            .accept, .refuse, .acceptRunning, .terminate, .fail, .refuseWith(.unknownObjectAddress),
        ]
        let choice = answers[Int(octets.first ?? 0) % answers.count]
        while let request = outstation.nextRequest() {
            if case .file(let file) = request { serve(file) }
            guard case .command(let command) = request else { continue }
            outstation.answer(command.id, choice, at: now)
        }
    }

    /// A store that has every file, or none.
    private func serve(_ file: FileRequest) {
        let answer: FileAnswer =
            switch file.action {
            case .list: .entries([FileInfo(1, length: 3), FileInfo(2, length: 0)])
            case .open(let name, _): .opened(length: Int(name.number) * 100)
            case .read(let range): .octets([UInt8](repeating: 1, count: range.count))
            case .delete: .refused(.unknownFile)
            default: .done
            }
        outstation.answer(file: file.transfer, answer, at: now)
        while let event = master.nextFileEvent() {
            switch event {
            case .octets(let job, _): master.take(file: job, at: now)
            case .wants(let job, let range):
                master.provide(file: job, [UInt8](repeating: 2, count: range.count), at: now)
            case .ended: break
            }
        }
    }

    // MARK: The stations

    private func drain(
        _ side: inout Side, isOutstation: Bool, _ asdu: Span<UInt8>
    ) {
        while let next = side.session.next() {
            switch next {
            case .deliver:
                if isOutstation {
                    _ = outstation.receive(asdu, on: link, at: now)
                } else {
                    _ = master.receive(asdu, at: now)
                }
            case .confirmed(_, let ticket):
                if isOutstation {
                    outstation.confirmed(link, through: ticket)
                } else {
                    master.confirmed(through: ticket, at: now)
                }
            case .startAsked: _ = side.session.allowStart(at: now.instant)
            case .started:
                if isOutstation {
                    outstation.started(link, at: now)
                } else {
                    master.started(at: now)
                }
            case .stopped:
                if isOutstation {
                    outstation.stopped(link, at: now)
                } else {
                    master.stopped(at: now)
                }
            case .close:
                side.isOpen = false
                if isOutstation {
                    outstation.closed(link, at: now)
                } else {
                    master.closed(nil, at: now)
                }
            case .send: break
            }
        }
    }

    /// Takes all that the stations may send: sound ASDUs, never more than the window.
    private func pull() {
        var sent = 0
        var output = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        while controlled.session.mayTransmit, sent < 200 {
            var span = output.mutableSpan
            guard let outgoing = outstation.next(for: link, into: &span, at: now) else { break }
            check(output, outgoing.length)
            let control = controlled.session.transmit(ticket: outgoing.ticket, at: now.instant)
            require(control != nil, "what may be sent is numbered")
            controlled.peerReceived = controlled.peerReceived.next
            sent += 1
        }
        while controlling.session.mayTransmit, sent < 400 {
            var span = output.mutableSpan
            guard let outgoing = master.next(into: &span, at: now) else { break }
            check(output, outgoing.length)
            _ = controlling.session.transmit(ticket: outgoing.ticket, at: now.instant)
            controlling.peerReceived = controlling.peerReceived.next
            sent += 1
        }
        while master.nextResult() != nil {}
        require(master.requestCount <= 1024, "requests are bounded")
    }

    /// What a station wrote is an ASDU of its profile; a mirrored request is what the peer sent.
    private func check(_ output: [UInt8], _ length: Int) {
        require((1...APDU.maximumASDULength).contains(length), "an ASDU has 1...249 octets")
        let asdu = Array(output[..<length])
        do throws(DecodeError) {
            _ = try ASDUReader(asdu.span, profile: profile).header
        } catch {
            guard let header = try? ASDUHeader(asdu.span, profile: profile),
                (44...47).contains(header.cause.cause.rawValue)
            else { fatalError("property violated: sound ASDUs are sent: \(error), \(hex(asdu))") }
        }
    }
}
