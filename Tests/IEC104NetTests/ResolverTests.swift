import Foundation
import Testing

@testable import IEC104Net

/// Name servers that do not answer: the system's resolver blocks.
@Suite("Names that take long to look up")
struct ResolverTests {
    @Test("only so many threads look up; the others wait, and what is given up is not asked")
    func bounded() throws {
        let asked = Guarded<[String]>([])
        let (arrived, answers, done) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        let resolver = Resolver(threads: 2) { host, _ in
            asked.withLock { $0.append(host) }
            arrived.signal()
            answers.wait()
            return .failure(host)
        }
        let told = Guarded<[String]>([])
        let lookups = try (0..<6).map { number in
            try resolver.start("rtu\(number)", 2404) { resolution in
                if case .failure(let host) = resolution { told.withLock { $0.append(host) } }
                done.signal()
            }
        }
        for _ in 0..<2 { arrived.wait() }
        #expect(asked.withLock { $0.sorted() } == ["rtu0", "rtu1"])
        // One that is being asked is told all the same; those that wait are not asked.
        for number in [1, 3, 4] { resolver.cancel(lookups[number]) }
        for _ in 0..<4 { answers.signal() }
        for _ in 0..<4 { done.wait() }
        #expect(told.withLock { $0.sorted() } == ["rtu0", "rtu1", "rtu2", "rtu5"])
        // All threads may have ended by now: another one begins.
        answers.signal()
        _ = try resolver.start("late", 2404) { _ in done.signal() }
        done.wait()
        #expect(asked.withLock { $0.last } == "late")
    }
}
