import Glibc

/// How many descriptors this process may have open: as many as it asks for, now.
package func descriptorLimit() throws(SystemError) -> (soft: Int, hard: Int) {
    var limit = rlimit()
    guard unsafe getrlimit(descriptorResource, &limit) == 0 else {
        throw SystemError.last("ask for the limit of open descriptors")
    }
    return (Int(clamping: limit.rlim_cur), Int(clamping: limit.rlim_max))
}

/// Makes room for `needed` open descriptors: raises the soft limit, as far as the hard one allows.
///
/// - Throws: when the hard limit is below `needed`, or the system refuses.
package func raiseDescriptorLimit(to needed: Int) throws(SystemError) {
    let limit = try descriptorLimit()
    guard limit.soft < needed else { return }
    guard limit.hard >= needed else {
        throw SystemError(
            number: EMFILE, operation: "open \(needed) descriptors",
            context: "with a hard limit of \(limit.hard)")
    }
    var wanted = rlimit(rlim_cur: rlim_t(needed), rlim_max: rlim_t(limit.hard))
    guard unsafe setrlimit(descriptorResource, &wanted) == 0 else {
        throw SystemError.last("raise the limit of open descriptors to \(needed)")
    }
}

#if os(Linux)
    private let descriptorResource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
    private let descriptorResource = RLIMIT_NOFILE
#endif
