import IEC104

/// The RTUs that a console works with, by their names: those of a fleet.
protocol RemoteStations: Sendable {
    /// The RTU as it is now; `nil`: there is none of this name.
    func status(of name: String) async -> RTUStatus?
    /// Asks once, and waits for the end of the dialog; `nil`: there is no RTU of this name.
    ///
    /// - Parameter inTurn: whether it waits for a place among the interrogations of the fleet first.
    func ask(
        _ request: MasterRequest, of name: String, inTurn: Bool
    ) async -> Result<RequestOutcome, RequestError>?
    /// Moves data transfer to another link; whether there is one that is connected.
    func switchOver(_ name: String, to link: Int?) async -> Bool
}

/// Those of a fleet.
struct FleetStations: RemoteStations {
    let fleet: Fleet

    func status(of name: String) async -> RTUStatus? { await fleet[name]?.status }

    func ask(
        _ request: MasterRequest, of name: String, inTurn: Bool
    ) async -> Result<RequestOutcome, RequestError>? {
        do throws(FleetError) {
            return .success(try await fleet.request(request, of: name, inTurn: inTurn))
        } catch {
            if case .request(_, let error) = error { return .failure(error) }
            return nil
        }
    }

    func switchOver(_ name: String, to link: Int?) async -> Bool {
        await fleet[name]?.switchOver(to: link) ?? false
    }
}

/// An RTU as a console knows it. Used on the thread of the loop only.
final class ConsoleRTU: @unchecked Sendable {
    var target: MasterTarget
    var image = ValueImage()
    /// The commands that are under way, which see what passes.
    private(set) var timelines: [CommandTimeline] = []
    /// Whom its last connection was made with.
    var peer: SocketAddress?

    var name: String { target.name }
    var profile: Profile { target.configuration.master.settings.profile }
    var global: CommonAddress { profile.globalCommonAddress }

    init(_ target: MasterTarget) { self.target = target }

    /// Where its links go to.
    var hosts: String {
        target.configuration.endpoints.map { "\($0)" }.joined(separator: ", ")
    }

    func begin(_ timeline: CommandTimeline) { timelines.append(timeline) }

    func end(_ timeline: CommandTimeline) { timelines.removeAll { $0 === timeline } }

    func note(_ event: TraceEvent) {
        if case .opened = event.kind { peer = event.peer }
        for timeline in timelines { timeline.note(event) }
    }
}
