/// Frames as they are found in a file.
enum JournalFrame {
    /// The checksum of a frame: all but its own four octets.
    static func checksum(_ octets: [UInt8], _ frame: Range<Int>, _ seed: UInt32) -> UInt32 {
        var sum = CRC32C(seed: seed)
        let start = frame.lowerBound
        sum.add(octets.span.extracting(start..<start + 8))
        sum.add(octets.span.extracting(start + 12..<frame.upperBound))
        return sum.value
    }

    /// The frame at `place`: its number, and where its records are; `nil` when there is no sound
    /// one that ends before `limit`.
    ///
    /// - Parameter budget: how many octets may be looked at yet.
    static func find(
        _ octets: [UInt8], at place: Int, _ limit: Int, _ seed: UInt32, _ budget: inout Int
    ) -> (number: UInt32, records: Range<Int>)? {
        let header = JournalBuffer.headerLength
        guard place + header <= limit, word(octets, place) == JournalBuffer.mark else {
            return nil
        }
        let end = place + header + Int(word(octets, place + 2))
        guard end <= limit else { return nil }
        budget -= end - place
        let number = UInt32(word(octets, place + 4)) | UInt32(word(octets, place + 6)) << 16
        let sum = UInt32(word(octets, place + 8)) | UInt32(word(octets, place + 10)) << 16
        guard sum == checksum(octets, place..<end, seed) else { return nil }
        return (number, place + header..<end)
    }

    private static func word(_ octets: [UInt8], _ place: Int) -> UInt16 {
        UInt16(octets[place]) | UInt16(octets[place + 1]) << 8
    }
}
