/// Work for the disk: all of it, or it fails.
package struct JournalJob: Sendable {
    /// The file that is begun first; the older ones are removed when it is safe. Else the octets
    /// are added to the present one.
    package var generation: UInt64?
    /// Frames without numbers and checksums.
    package var octets: [UInt8]
    /// Whether it must be safe from a loss of power.
    package var syncs: Bool
    /// Whether the files are to be closed.
    package var isLast = false

    package init(generation: UInt64?, octets: [UInt8], syncs: Bool, isLast: Bool = false) {
        self.generation = generation
        self.octets = octets
        self.syncs = syncs
        self.isLast = isLast
    }
}

/// Does the work of a journal on a disk. It may run on a thread of its own.
package struct JournalWriter<Disk: JournalDisk> {
    package private(set) var disk: Disk
    private var seed: UInt32 = 0
    private var frames: UInt32 = 0

    package init(_ disk: Disk) { self.disk = disk }

    /// Does a job. After a failure the next one must begin a file.
    package mutating func run(_ job: JournalJob) -> JournalFault? {
        do throws(JournalFault) {
            try perform(job)
            if job.isLast { disk.close() }
            return nil
        } catch {
            disk.close()
            return error
        }
    }

    private mutating func perform(_ job: JournalJob) throws(JournalFault) {
        guard let generation = job.generation else {
            guard !job.octets.isEmpty else { return job.syncs ? try disk.sync() : () }
            try disk.append(sealed(job.octets))
            if job.syncs { try disk.sync() }
            return
        }
        try disk.open()
        let name = JournalFile.name(generation)
        seed = JournalFile.seed(generation)
        frames = 0
        do throws(JournalFault) {
            // One that an earlier try has left.
            if try disk.list().contains(name) { try disk.remove(name) }
            try disk.create(name)
            try disk.append(JournalFile.magic + sealed(job.octets))
            try disk.sync()
            try disk.syncDirectory()
        } catch {
            // It gives its room back; what was there before is still whole.
            try? disk.remove(name)
            throw error
        }
        var hasRemoved = false
        for other in try disk.list() where other != name {
            guard JournalFile.generation(other) != nil else { continue }
            try disk.remove(other)
            hasRemoved = true
        }
        if hasRemoved { try disk.syncDirectory() }
    }

    /// The frames with their numbers and checksums.
    private mutating func sealed(_ octets: [UInt8]) -> [UInt8] {
        var octets = octets
        var place = 0
        let header = JournalBuffer.headerLength
        while place + header <= octets.count {
            let length = Int(octets[place + 2]) | Int(octets[place + 3]) << 8
            let end = place + header + length
            guard end <= octets.count else { break }
            for octet in 0..<4 {
                octets[place + 4 + octet] = UInt8(truncatingIfNeeded: frames >> (octet * 8))
            }
            frames &+= 1
            let sum = JournalFrame.checksum(octets, place..<end, seed)
            for octet in 0..<4 {
                octets[place + 8 + octet] = UInt8(truncatingIfNeeded: sum >> (octet * 8))
            }
            place = end
        }
        return octets
    }
}
