#include "gateway/audit/organisation/token_helper/token_session.h"

#include <algorithm>
#include <span>
#include <utility>

namespace portcullis::audit::organisation {

namespace {

// A field of fixed length, filled up with blanks.
bool fits(std::string_view wanted, std::span<const unsigned char> field)
{
    std::string_view text(reinterpret_cast<const char*>(field.data()), field.size());
    text = text.substr(0, text.find_last_not_of(' ') + 1);
    return wanted.empty() || text == wanted;
}

// Cryptoki takes everything by pointers that are not const, and changes nothing there.
CK_UTF8CHAR_PTR textOf(const SecretBytes& pin)
{
    return pin.empty() ? nullptr : const_cast<CK_UTF8CHAR_PTR>(pin.bytes().data());
}

CK_ATTRIBUTE attributeOf(CK_ATTRIBUTE_TYPE type, const std::string& value)
{
    return {type, const_cast<char*>(value.data()), value.size()};
}

} // namespace

Result<TokenSession>
TokenSession::open(TokenModule module, const TokenQuery& query, SecretBytes pin)
{
    TokenSession session(std::move(module));
    const auto slot = session.findToken(query);
    if (!slot) {
        return fail(slot.error());
    }
    if (auto done = session.login(*slot, pin); !done) {
        return fail(std::move(done.error()));
    }
    if (auto done = session.findKey(query); !done) {
        return fail(std::move(done.error()));
    }
    const std::string asks = session.attribute(session.m_key, CKA_ALWAYS_AUTHENTICATE);
    session.m_asksEachTime = asks.size() == 1 && asks.front() != CK_FALSE;
    if (session.m_asksEachTime) {
        session.m_pin = std::move(pin);
    }
    return session;
}

Result<CK_SLOT_ID> TokenSession::findToken(const TokenQuery& query) const
{
    const CK_FUNCTION_LIST& call = m_module.functions();
    CK_ULONG count = 0;
    std::vector<CK_SLOT_ID> slots;
    CK_RV code = call.C_GetSlotList(CK_TRUE, nullptr, &count);
    if (code == CKR_OK) {
        slots.resize(count);
        code = call.C_GetSlotList(CK_TRUE, slots.data(), &count);
    }
    if (code != CKR_OK) {
        return fail(tokenError(code, "C_GetSlotList"));
    }
    slots.resize(std::min<std::size_t>(count, slots.size()));
    std::erase_if(slots, [&call, &query](CK_SLOT_ID slot) {
        CK_TOKEN_INFO info{};
        return call.C_GetTokenInfo(slot, &info) != CKR_OK ||
               (info.flags & CKF_TOKEN_INITIALIZED) == 0 || !fits(query.token, info.label) ||
               !fits(query.serial, info.serialNumber) ||
               !fits(query.manufacturer, info.manufacturerID) || !fits(query.model, info.model);
    });
    if (slots.empty()) {
        return fail(ErrorCode::NotFound,
                    "There is no token of that name; put it in, or correct the URI.");
    }
    if (slots.size() > 1) {
        return fail(ErrorCode::InvalidArgument,
                    "Several tokens fit the URI; add the serial number of the right one.");
    }
    return slots.front();
}

Result<> TokenSession::login(CK_SLOT_ID slot, const SecretBytes& pin)
{
    const CK_FUNCTION_LIST& call = m_module.functions();
    CK_TOKEN_INFO info{};
    CK_RV code = call.C_GetTokenInfo(slot, &info);
    if (code != CKR_OK) {
        return fail(tokenError(code, "C_GetTokenInfo"));
    }
    if ((info.flags & CKF_USER_PIN_LOCKED) != 0) {
        return fail(tokenError(CKR_PIN_LOCKED, "C_GetTokenInfo"));
    }
    if (pin.empty() && (info.flags & CKF_PROTECTED_AUTHENTICATION_PATH) == 0) {
        return fail(ErrorCode::Unauthenticated, "The token wants its PIN.");
    }
    code = call.C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &m_session);
    if (code != CKR_OK) {
        return fail(tokenError(code, "C_OpenSession"));
    }
    code = call.C_Login(m_session, CKU_USER, textOf(pin), pin.size());
    if (code != CKR_OK && code != CKR_USER_ALREADY_LOGGED_IN) {
        return fail(tokenError(code, "C_Login"));
    }
    return {};
}

Result<> TokenSession::findKey(const TokenQuery& query)
{
    CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
    std::vector<CK_ATTRIBUTE> wanted{{CKA_CLASS, &kind, sizeof(kind)}};
    if (!query.object.empty()) {
        wanted.push_back(attributeOf(CKA_LABEL, query.object));
    }
    if (!query.id.empty()) {
        wanted.push_back(attributeOf(CKA_ID, query.id));
    }
    const auto found = find(std::move(wanted));
    if (!found) {
        return fail(found.error());
    }
    if (found->empty()) {
        return fail(ErrorCode::NotFound, "The token has no private key that fits the URI.");
    }
    if (found->size() > 1) {
        return fail(ErrorCode::InvalidArgument,
                    "Several keys on the token fit the URI; add the id of the right one.");
    }
    m_key = found->front();
    return {};
}

Result<std::vector<std::string>> TokenSession::certificates() const
{
    CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    const auto found =
        find({{CKA_CLASS, &kind, sizeof(kind)}, {CKA_CERTIFICATE_TYPE, &type, sizeof(type)}});
    if (!found) {
        return fail(found.error());
    }
    const std::string id = attribute(m_key, CKA_ID);
    std::vector<std::string> certificates(1);
    for (const CK_OBJECT_HANDLE object : *found) {
        std::string value = attribute(object, CKA_VALUE);
        if (!id.empty() && certificates.front().empty() && attribute(object, CKA_ID) == id) {
            certificates.front() = std::move(value);
        } else if (!value.empty()) {
            certificates.push_back(std::move(value));
        }
    }
    return certificates;
}

Result<std::vector<CK_OBJECT_HANDLE>> TokenSession::find(std::vector<CK_ATTRIBUTE> attributes) const
{
    constexpr CK_ULONG kMost = 256;
    const CK_FUNCTION_LIST& call = m_module.functions();
    CK_RV code = call.C_FindObjectsInit(m_session, attributes.data(), attributes.size());
    if (code != CKR_OK) {
        return fail(tokenError(code, "C_FindObjectsInit"));
    }
    std::vector<CK_OBJECT_HANDLE> found(kMost);
    CK_ULONG count = 0;
    code = call.C_FindObjects(m_session, found.data(), kMost, &count);
    call.C_FindObjectsFinal(m_session);
    if (code != CKR_OK) {
        return fail(tokenError(code, "C_FindObjects"));
    }
    found.resize(std::min<std::size_t>(count, found.size()));
    return found;
}

std::string TokenSession::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const
{
    constexpr CK_ULONG kMostBytes = CK_ULONG{64} * 1024;
    const CK_FUNCTION_LIST& call = m_module.functions();
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    std::string value;
    if (call.C_GetAttributeValue(m_session, object, &wanted, 1) != CKR_OK ||
        wanted.ulValueLen > kMostBytes) {
        return value;
    }
    value.resize(wanted.ulValueLen);
    wanted.pValue = value.data();
    const bool good = call.C_GetAttributeValue(m_session, object, &wanted, 1) == CKR_OK &&
                      wanted.ulValueLen <= value.size();
    value.resize(good ? wanted.ulValueLen : 0);
    return value;
}

Result<std::string> TokenSession::sign(CK_MECHANISM_TYPE mechanism, std::string_view data) const
{
    constexpr CK_ULONG kMostBytes = 4096;
    const CK_FUNCTION_LIST& call = m_module.functions();
    const CK_KEY_TYPE wanted = mechanism == CKM_RSA_PKCS ? CKK_RSA : CKK_EC;
    if (attribute(m_key, CKA_KEY_TYPE) !=
        std::string_view(reinterpret_cast<const char*>(&wanted), sizeof(wanted))) {
        return fail(tokenError(CKR_KEY_TYPE_INCONSISTENT, "CKA_KEY_TYPE"));
    }
    CK_MECHANISM how{mechanism, nullptr, 0};
    CK_RV code = call.C_SignInit(m_session, &how, m_key);
    if (code != CKR_OK) {
        return fail(tokenError(code, "C_SignInit"));
    }
    if (m_asksEachTime) {
        code = call.C_Login(m_session, CKU_CONTEXT_SPECIFIC, textOf(m_pin), m_pin.size());
        if (code != CKR_OK) {
            return fail(tokenError(code, "C_Login"));
        }
    }
    std::string signature(kMostBytes, '\0');
    CK_ULONG size = kMostBytes;
    std::string input(data);
    code = call.C_Sign(m_session,
                       reinterpret_cast<CK_BYTE_PTR>(input.data()),
                       input.size(),
                       reinterpret_cast<CK_BYTE_PTR>(signature.data()),
                       &size);
    if (code != CKR_OK) {
        return fail(tokenError(code, "C_Sign"));
    }
    signature.resize(std::min<std::size_t>(size, signature.size()));
    return signature;
}

} // namespace portcullis::audit::organisation
