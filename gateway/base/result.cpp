#include "gateway/base/result.h"

namespace portcullis {

const char* errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid_argument";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::AlreadyExists:
        return "already_exists";
    case ErrorCode::PermissionDenied:
        return "permission_denied";
    case ErrorCode::Unauthenticated:
        return "unauthenticated";
    case ErrorCode::Locked:
        return "locked";
    case ErrorCode::Busy:
        return "busy";
    case ErrorCode::ResourceExhausted:
        return "resource_exhausted";
    case ErrorCode::DeadlineExceeded:
        return "deadline_exceeded";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Unavailable:
        return "unavailable";
    case ErrorCode::ProtocolError:
        return "protocol_error";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::IoError:
        return "io_error";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

} // namespace portcullis
