import IEC104Inspect
import Testing

@Suite("Reading captures that are cut or damaged")
struct CaptureReaderFuzzTests {
    /// Small files with everything that the reader knows.
    static let files: [CaptureFile] = [false, true].flatMap { isBig in
        var pcap = CaptureFile.pcap(isBig: isBig)
        pcap.record(RawPacket.ethernet(RawPacket.hello), fraction: 1)
        pcap.record([], fraction: 2)
        pcap.record(RawPacket.ethernet(RawPacket.hello6, type: 0x86DD), fraction: 3, original: 2000)

        var pcapng = CaptureFile.pcapng(isBig: isBig, options: [(9, [9])])
        pcapng.packet(RawPacket.ethernet(RawPacket.hello), options: [(1, [65, 66])])
        pcapng.block(5) { $0.octets = [UInt8](repeating: 3, count: 20) }
        pcapng.block(11) { _ in }
        pcapng.simplePacket([1, 2, 3])
        pcapng.isBig.toggle()
        pcapng.section()
        pcapng.interface(link: 228, options: [(14, [0, 0, 0, 0, 0, 0, 0, 1])])
        pcapng.obsoletePacket(RawPacket.hello, interface: 0, ticks: 7)
        return [pcap, pcapng]
    }

    @Test(
        "octet by octet, or in any portions, gives the same as all at once",
        arguments: files.indices)
    func portions(index: Int) {
        let file = Self.files[index].octets
        let whole = ReaderRun(file)
        #expect(whole.error == nil)
        #expect(whole.packets.count == 3)
        for portion in 1...64 { #expect(ReaderRun(file, portion: portion) == whole) }
    }

    @Test(
        "a file cut anywhere gives its first packets, the same in any portions",
        arguments: files.indices)
    func truncations(index: Int) {
        let file = Self.files[index].octets
        let whole = ReaderRun(file)
        for length in 0..<file.count {
            let cut = Array(file.prefix(length))
            let run = ReaderRun(cut)
            #expect(run.octets == Array(whole.octets.prefix(run.octets.count)))
            #expect(run == ReaderRun(cut, portion: 1))
        }
    }

    @Test(
        "a file with any bit inverted gives the same in any portions, and no trap",
        arguments: files.indices)
    func corruptions(index: Int) {
        for bit in 0..<Self.files[index].octets.count * 8 {
            var file = Self.files[index]
            file.octets[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(ReaderRun(file.octets) == ReaderRun(file.octets, portion: 11))
            let run = DissectorRun(file)
            #expect(run.recorder.offsetsAreRight)
            #expect(run.log == DissectorRun(file, portion: 7).log)
        }
    }
}
