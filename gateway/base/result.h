#pragma once

#include <expected>
#include <string>
#include <utility>

namespace portcullis {

// What went wrong, as far as a caller may act on it. Texts are for people; code decides on these.
enum class ErrorCode
{
    InvalidArgument, // the caller's input is wrong; the message says what to change
    NotFound,
    AlreadyExists,
    PermissionDenied,
    Unauthenticated,
    Locked,            // the key or keychain is not open yet: waiting or asking a person helps
    Busy,              // somebody else holds it (another instance, a full queue)
    ResourceExhausted, // a limit, memory or disk space
    DeadlineExceeded,
    Cancelled,
    Unavailable,   // the other side is not there now; trying again may help
    ProtocolError, // the other side spoke, but not what it should
    Corrupt,       // stored data fails its check
    IoError,
    Unsupported,
    Internal
};

// The stable name of a code: "invalid_argument" and so on. For logs and --json output.
const char* errorCodeName(ErrorCode code);

// One failure. `message` is one sentence for a person that says what to do where that is known;
// it never holds a secret. `cause` is the technical reason below it, or empty.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string cause;

    bool operator==(const Error&) const = default;
};

// The one way in which Portcullis reports that something did not work.
template <typename T = void>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error>
fail(ErrorCode code, std::string message, std::string cause = {})
{
    return std::unexpected(Error{code, std::move(message), std::move(cause)});
}

[[nodiscard]] inline std::unexpected<Error> fail(Error error)
{
    return std::unexpected(std::move(error));
}

} // namespace portcullis
