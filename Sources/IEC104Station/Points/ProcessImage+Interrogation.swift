internal import IEC104Codec

/// Which points an interrogation asks for.
enum PointSelection: Hashable, Sendable {
    case station
    case group(UInt8)

    @inline(__always)
    func contains(_ definition: PointDefinition) -> Bool {
        switch self {
        case .station: definition.inStationInterrogation
        case .group(let group): definition.groups.contains(group)
        }
    }
}

extension ProcessImage {
    /// Writes the next objects that an interrogation of a station asks for.
    ///
    /// - Parameter place: where to go on; 0 at first.
    /// - Returns: the octets; 0 when all is written.
    func writeInterrogated(
        _ selection: PointSelection, station: Int, from place: inout Int,
        cause: CauseOfTransmission, sequences: Bool, profile: Profile,
        into output: inout MutableSpan<UInt8>
    ) -> Int {
        for run in stations[station].runs.indices {
            let run = stations[station].runs[run]
            while place < run.places.upperBound {
                place = max(place, run.places.lowerBound)
                let block = block(selection, run, from: place)
                place = block.lowerBound
                guard !block.isEmpty else { break }
                let header = ASDUHeader(
                    type: run.type,
                    isSequence: sequences && isSequenceBetter(block, run),
                    count: 0, cause: cause, commonAddress: stations[station].address)
                let length = write(
                    selection, run, block, header, &place, profile, into: &output)
                if length > 0 { return length }
            }
        }
        return 0
    }

    /// The next points of a run that are selected side by side; empty at the end of the run.
    private func block(_ selection: PointSelection, _ run: Run, from place: Int) -> Range<Int> {
        let end = run.places.upperBound
        if selection == .station, run.isWhole { return place..<end }
        guard run.isInterrogated else { return end..<end }
        var first = place
        while first < end, !selection.contains(definitions[first]) { first &+= 1 }
        var last = first
        // No ASDU has more objects.
        let limit = min(end, first &+ 127)
        while last < limit, selection.contains(definitions[last]) { last &+= 1 }
        return first..<last
    }

    /// Whether SQ = 1 takes in at least as many objects. Addresses rise in a run, so they are
    /// consecutive when the difference of the outer ones says so.
    private func isSequenceBetter(_ block: Range<Int>, _ run: Run) -> Bool {
        let separate = min(run.capacity.separate, block.count)
        guard separate > 1, run.capacity.sequence >= separate else { return false }
        let last = block.lowerBound &+ separate &- 1
        let distance = values[last].address.value &- values[block.lowerBound].address.value
        guard Int(distance) == separate &- 1 else { return false }
        // What SQ = 0 takes in is consecutive. It may take in more, from the next block.
        return separate == run.capacity.separate || block.upperBound == run.places.upperBound
    }

    private func write(
        _ selection: PointSelection, _ run: Run, _ block: Range<Int>, _ header: ASDUHeader,
        _ place: inout Int, _ profile: Profile, into output: inout MutableSpan<UInt8>
    ) -> Int {
        var block = block
        do throws(EncodeError) {
            var writer = try ASDUWriter(
                into: output._mutatingExtracting(0..<output.count), header: header, profile: profile
            )
            while !block.isEmpty {
                let written: Int
                do throws(EncodeError) {
                    written = try writer.append(contentsOf: values.span.extracting(block))
                } catch {
                    // A point that the profile cannot express is left out.
                    place = block.lowerBound &+ (error.object ?? 0) &+ 1
                    break
                }
                place = block.lowerBound &+ written
                guard written == block.count, !header.isSequence else { break }
                block = self.block(selection, run, from: place)
            }
            return writer.finish()
        } catch {
            place = run.places.upperBound
            return 0
        }
    }
}
