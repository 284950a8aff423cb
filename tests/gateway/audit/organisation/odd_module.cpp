#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <p11-kit/pkcs11.h>
#include <string_view>
#include <unistd.h>

// A PKCS#11 module that does one thing wrong, which PORTCULLIS_ODD_MODULE names.
namespace {

bool isOdd(std::string_view what)
{
    const char* const wanted = std::getenv("PORTCULLIS_ODD_MODULE");
    return wanted != nullptr && wanted == what;
}

CK_RV initialize(void* /*arguments*/)
{
    while (isOdd("hangs")) {
        ::pause();
    }
    if (isOdd("crashes")) {
        ::raise(SIGSEGV);
    }
    return CKR_OK;
}

CK_RV finalize(void* /*reserved*/)
{
    return CKR_OK;
}

CK_RV getSlotList(CK_BBOOL /*present*/, CK_SLOT_ID* slots, CK_ULONG* count)
{
    *count = 1;
    if (slots != nullptr) {
        *slots = 0;
    }
    return CKR_OK;
}

CK_RV getTokenInfo(CK_SLOT_ID /*slot*/, CK_TOKEN_INFO* info)
{
    std::memset(info, ' ', sizeof(*info));
    info->flags = CKF_TOKEN_INITIALIZED | (isOdd("locked") ? CKF_USER_PIN_LOCKED : 0U);
    return CKR_OK;
}

CK_RV openSession(CK_SLOT_ID /*slot*/,
                  CK_FLAGS /*flags*/,
                  void* /*application*/,
                  CK_NOTIFY /*notify*/,
                  CK_SESSION_HANDLE* session)
{
    *session = 1;
    return CKR_OK;
}

CK_RV login(CK_SESSION_HANDLE /*session*/,
            CK_USER_TYPE /*user*/,
            CK_UTF8CHAR* /*pin*/,
            CK_ULONG /*size*/)
{
    return isOdd("locks")     ? CKR_PIN_LOCKED
           : isOdd("removed") ? CKR_DEVICE_REMOVED
                              : CKR_GENERAL_ERROR;
}

} // namespace

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list)
{
    static CK_FUNCTION_LIST functions = [] {
        CK_FUNCTION_LIST made{};
        made.version = {2, 40};
        made.C_Initialize = initialize;
        made.C_Finalize = finalize;
        made.C_GetSlotList = getSlotList;
        made.C_GetTokenInfo = getTokenInfo;
        made.C_OpenSession = openSession;
        made.C_Login = login;
        return made;
    }();
    *list = &functions;
    return CKR_OK;
}
