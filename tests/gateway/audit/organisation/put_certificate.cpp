#include "gateway/audit/organisation/token_helper/token_module.h"

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

// put_certificate MODULE TOKEN PIN ID FILE: puts a certificate in DER on a token. ID is one byte in
// decimal. What softhsm2-util cannot do.
namespace {

using portcullis::audit::organisation::TokenModule;

std::string contentOf(const char* path)
{
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

CK_SLOT_ID slotOf(const CK_FUNCTION_LIST& call, const std::string& label)
{
    std::vector<CK_SLOT_ID> slots(16);
    CK_ULONG count = slots.size();
    call.C_GetSlotList(CK_TRUE, slots.data(), &count);
    for (CK_ULONG i = 0; i < count; ++i) {
        CK_TOKEN_INFO info{};
        call.C_GetTokenInfo(slots[i], &info);
        const std::string found(reinterpret_cast<const char*>(&info.label), sizeof(info.label));
        if (found.starts_with(label + " ")) {
            return slots[i];
        }
    }
    return slots.front();
}

} // namespace

int main(int count, char** words)
{
    constexpr int kWords = 6;
    auto module = count == kWords
                      ? TokenModule::load(words[1])
                      : portcullis::fail(portcullis::ErrorCode::InvalidArgument, "words");
    if (!module) {
        std::cerr << module.error().message << '\n';
        return 1;
    }
    const CK_FUNCTION_LIST& call = module->functions();
    CK_SESSION_HANDLE session = 0;
    call.C_OpenSession(
        slotOf(call, words[2]), CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session);
    std::string pin(words[3]);
    call.C_Login(session, CKU_USER, reinterpret_cast<CK_UTF8CHAR_PTR>(pin.data()), pin.size());
    std::string der = contentOf(words[5]);
    std::string subject = "x";
    std::string id(1, static_cast<char>(std::stoi(words[4])));
    CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    CK_BBOOL yes = CK_TRUE;
    std::vector<CK_ATTRIBUTE> attributes{{CKA_CLASS, &kind, sizeof(kind)},
                                         {CKA_CERTIFICATE_TYPE, &type, sizeof(type)},
                                         {CKA_TOKEN, &yes, sizeof(yes)},
                                         {CKA_SUBJECT, subject.data(), subject.size()},
                                         {CKA_ID, id.data(), id.size()},
                                         {CKA_VALUE, der.data(), der.size()}};
    CK_OBJECT_HANDLE object = 0;
    const CK_RV code = call.C_CreateObject(session, attributes.data(), attributes.size(), &object);
    std::cerr << "C_CreateObject: " << code << '\n';
    return code == CKR_OK ? 0 : 1;
}
