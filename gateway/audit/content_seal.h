#pragma once

#include "gateway/audit/aes_gcm.h"
#include "gateway/audit/key_wrap.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portcullis::audit {

inline constexpr std::size_t kContentKeyBytes = AesGcm::kKeyBytes;
inline constexpr std::size_t kWrappedKeyBytes = KeyWrap::kWrappedBytes;

// What is kept of one record's content, as it stands in the log: under a key of its own, which is
// wrapped with a key that it shares with the records around it and that is kept in another file.
// Whoever destroys the shared key destroys all their contents, in every copy of the log.
struct SealedContent
{
    std::string wrappedKey;
    std::string salts;               // with a tag of 16 bytes
    std::optional<std::string> text; // the same
};

// The content itself. Salts and text may be personal: wiped when it goes.
struct OpenContent
{
    SecretBytes salts;
    std::optional<SecretBytes> text;
};

// AES-256-GCM under keys that are used for one record only, and AES key wrap (RFC 3394). The
// record's number is bound in: content does not open under another record.
//
// Owner: who writes or reads contents. Thread: one at a time. Errors: Corrupt (another key or
// record, or changed), Internal (OpenSSL failed).
class ContentSeal
{
public:
    // `oneKey`: kContentKeyBytes that were drawn for this record. The result lives until the next.
    [[nodiscard]] Result<const SealedContent*> seal(const SecretBytes& shared,
                                                    std::span<const std::uint8_t> oneKey,
                                                    std::int64_t n,
                                                    std::string_view salts,
                                                    std::optional<std::string_view> text);

    [[nodiscard]] Result<OpenContent> open(const SecretBytes& shared,
                                           std::int64_t n,
                                           std::string_view wrappedKey,
                                           std::string_view salts,
                                           std::optional<std::string_view> text);

    // The same key for one record, wrapped with another shared key.
    [[nodiscard]] Result<std::string>
    rewrap(const SecretBytes& from, const SecretBytes& to, std::string_view wrappedKey);

private:
    AesGcm m_gcm;
    KeyWrap m_wrap;
    SealedContent m_sealed;
};

} // namespace portcullis::audit
