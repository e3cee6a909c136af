package import IEC104Codec
internal import IEC104Session

extension MasterRequest {
    /// The I APDUs that are sent for it when each is answered well, in their order, as of a wall
    /// clock: two of select before operate, else one. N(S) counts from 0. Nothing is sent.
    ///
    /// - Throws: when it is no request of the profile.
    package func rehearsed(
        _ settings: MasterSettings, wall: Int64
    ) throws(EncodeError) -> [[UInt8]] {
        guard isPossible(settings.profile) else { throw EncodeError(.wrongInformation) }
        let now = Moment(Instant(nanoseconds: 0), wall: wall)
        let engine = MasterEngine(settings: settings)
        let pending = PendingRequest(
            id: RequestID(0), addressed(by: settings.profile), .user, at: now.instant,
            global: settings.profile.globalCommonAddress, timeouts: settings.timeouts)
        var steps = [pending.toSend ?? .activation]
        if case .command(let command) = self, command.mode == .selectBeforeOperate {
            steps.append(.execute)
        }
        var frames: [[UInt8]] = []
        for (number, step) in steps.enumerated() {
            var octets = [UInt8](repeating: 0, count: APDU.maximumASDULength)
            var output = octets.mutableSpan
            let length = try engine.write(pending, step, into: &output, at: now).length
            let control = ControlField.information(
                send: SequenceNumber(UInt16(number)), receive: 0)
            frames.append(APDU.header(control, asduLength: length) + octets.prefix(length))
        }
        return frames
    }
}
