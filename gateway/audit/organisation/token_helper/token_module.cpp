#include "gateway/audit/organisation/token_helper/token_module.h"

#include <dlfcn.h>
#include <filesystem>
#include <iomanip>
#include <sstream>
#include <system_error>

namespace portcullis::audit::organisation {

Error tokenError(CK_RV code, const char* what)
{
    std::ostringstream cause;
    cause << what << ": 0x" << std::hex << code;
    const auto error = [&cause](ErrorCode kind, const char* sentence) {
        return Error{kind, sentence, cause.str()};
    };
    switch (code) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
        return error(ErrorCode::Unauthenticated,
                     "The PIN is wrong. Too many wrong ones lock the token.");
    case CKR_PIN_LOCKED:
        return error(ErrorCode::Locked,
                     "The token is locked after too many wrong PINs; unlock it with the program "
                     "of its maker.");
    case CKR_PIN_EXPIRED:
        return error(ErrorCode::Locked,
                     "The token's PIN has expired; set a new one with the program of its maker.");
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_DEVICE_REMOVED:
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
        return error(ErrorCode::Unavailable,
                     "The token was removed; put it in again and try once more.");
    case CKR_FUNCTION_CANCELED:
    case CKR_FUNCTION_REJECTED:
        return error(ErrorCode::Cancelled, "Somebody has refused to sign at the token.");
    case CKR_KEY_TYPE_INCONSISTENT:
    case CKR_KEY_FUNCTION_NOT_PERMITTED:
    case CKR_MECHANISM_INVALID:
        return error(ErrorCode::Unsupported,
                     "The key on the token cannot make the signature that its certificate wants; "
                     "choose another key.");
    default:
        return error(ErrorCode::Internal, "The token has reported an error.");
    }
}

Result<TokenModule> TokenModule::load(const std::string& path)
{
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return fail(ErrorCode::NotFound, "There is no PKCS#11 module " + path + ".");
    }
    void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        return fail(ErrorCode::InvalidArgument,
                    path + " cannot be loaded as a PKCS#11 module.",
                    ::dlerror());
    }
    const auto getList =
        reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST* list = nullptr;
    if (getList == nullptr || getList(&list) != CKR_OK || list == nullptr) {
        return fail(ErrorCode::InvalidArgument, path + " is not a PKCS#11 module.");
    }
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_OS_LOCKING_OK;
    if (const CK_RV code = list->C_Initialize(&arguments); code != CKR_OK) {
        return fail(tokenError(code, "C_Initialize"));
    }
    return TokenModule(list);
}

} // namespace portcullis::audit::organisation
