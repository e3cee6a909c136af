/// Faults of a running outstation: a facility for tests of masters.
extension Outstation {
    /// Makes something go wrong, on the connections there are and on those to come. What strikes at
    /// once has done so when this returns.
    ///
    /// - Returns: the number of the fault; `nil` when there are 1000 faults already that are not over.
    @discardableResult
    public func inject(_ fault: Fault) -> Int? { core.inject(fault) }

    /// The faults that were injected, with their strikes so far. Of many, those that are over are
    /// forgotten.
    public var faults: [InjectedFault] { core.faults.faults }

    /// Ends a fault: what it holds back or slows down goes on.
    ///
    /// - Returns: whether there was one with that number.
    @discardableResult
    public func removeFault(_ number: Int) -> Bool {
        let isRemoved = core.faults.remove(number)
        core.faultsChanged()
        return isRemoved
    }

    /// Ends all faults.
    public func removeFaults() {
        core.faults.removeAll()
        core.faultsChanged()
    }
}

extension OutstationCore {
    func inject(_ fault: Fault) -> Int? {
        guard let number = faults.add(fault) else { return nil }
        faultsChanged()
        return number
    }

    /// Links take notice of faults that are new or gone. One that has had faults keeps its
    /// injector, as octets may be on their way through it.
    func faultsChanged() {
        for link in links.values.sorted(by: { $0.number < $1.number }) {
            link.setFaults(faults, profile: configuration.settings.profile)
        }
    }
}
