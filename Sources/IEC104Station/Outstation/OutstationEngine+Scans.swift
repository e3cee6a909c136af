internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// Periods begin when the first link is started.
    mutating func scheduleScans(at now: Moment) {
        for scan in image.scans.indices {
            scanDeadlines[scan] = now.instant.advanced(byNanoseconds: image.scans[scan].period)
        }
        scanDeadline = scanDeadlines.min() ?? .never
    }

    /// Starts what is due on every started link. What the last period left unsent is not doubled.
    mutating func startScans(at now: Moment) {
        otherOutputs &+= 1
        for scan in image.scans.indices where scanDeadlines[scan] <= now.instant {
            let period = image.scans[scan].period
            let next = scanDeadlines[scan].advanced(byNanoseconds: period)
            scanDeadlines[scan] =
                next > now.instant ? next : now.instant.advanced(byNanoseconds: period)
            for slot in links.indices where links[slot].isStarted {
                if links[slot].scans.contains(where: { $0.scan == scan }) {
                    statistics.scansSkipped &+= 1
                } else {
                    links[slot].scans.append(RunningScan(scan: scan))
                }
            }
        }
        scanDeadline = scanDeadlines.min() ?? .never
    }

    /// Writes the next objects of the first scan: octets; `nil` when none is under way.
    mutating func writeScan(_ slot: Int, into output: inout MutableSpan<UInt8>) -> Int? {
        while var running = links[slot].scans.first {
            let length = writeScan(&running, into: &output)
            if running.next < image.scans[running.scan].places.count {
                links[slot].scans[0] = running
            } else {
                links[slot].scans.removeFirst()
            }
            if length > 0 { return length }
        }
        return nil
    }

    private func writeScan(
        _ running: inout RunningScan, into output: inout MutableSpan<UInt8>
    ) -> Int {
        let scan = image.scans[running.scan]
        guard running.next < scan.places.count else { return 0 }
        let first = image.definitions[Int(scan.places[running.next])]
        let header = ASDUHeader(
            type: first.type, count: 0, cause: CauseOfTransmission(scan.cause),
            commonAddress: first.station)
        do throws(EncodeError) {
            var writer = try ASDUWriter(
                into: output._mutatingExtracting(0..<output.count), header: header,
                profile: limits.profile)
            while running.next < scan.places.count {
                let place = Int(scan.places[running.next])
                let definition = image.definitions[place]
                guard definition.type == first.type, definition.station == first.station else {
                    break
                }
                if definition.parameters != 0, scan.cause == .periodic, isCyclicStopped(place) {
                    running.next += 1
                    continue
                }
                // A point that the profile cannot express is left out.
                if (try? writer.append(image.values[place])) == false { break }
                running.next += 1
            }
            return writer.finish()
        } catch {
            running.next = scan.places.count
            return 0
        }
    }
}
