import IEC104
import IEC104Inspect

/// What any error of a station command says.
enum ErrorWords {
    /// One sentence in `language`; in English where an error has no Chinese words.
    static func text(_ error: any Error, in language: Language) -> String {
        switch error {
        case let error as ConnectionFailure: error.description(in: language)
        case let error as ConnectError: error.description(in: language)
        case let error as LinkEnd: error.description(in: language)
        case let error as RequestError: error.description(in: language)
        case let error as SessionError: error.description(in: language)
        case let error as SystemError: error.description(in: language)
        case let error as PointTableError: error.description(in: language)
        case let error as InterlockError: error.description(in: language)
        case let error as PointListError: error.description(in: language)
        case let error as JournalFault: error.description(in: language)
        case let error as JournalMismatch: error.description(in: language)
        case let error as EncodeError: error.description(in: language)
        case let error as FleetError: error.description(in: language)
        case let error as UsageError: error.text(in: language)
        case let error as FileError: error.words.text(in: language)
        case is CancellationError: language == .chinese ? "已取消" : "it was cancelled"
        default: "\(error)"
        }
    }
}
