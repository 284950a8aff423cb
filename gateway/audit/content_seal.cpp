#include "gateway/audit/content_seal.h"

#include <array>
#include <utility>

namespace portcullis::audit {

namespace {

using Iv = std::array<std::uint8_t, AesGcm::kIvBytes>;

// A key is used for two texts and never again, so two fixed values are enough.
constexpr Iv kSaltsIv{0};
constexpr Iv kTextIv{1};

// What a content is bound to: whose it is.
std::string boundTo(std::int64_t n)
{
    return "portcullis/1/content/" + std::to_string(n);
}

} // namespace

Result<const SealedContent*> ContentSeal::seal(const SecretBytes& shared,
                                               std::span<const std::uint8_t> oneKey,
                                               std::int64_t n,
                                               std::string_view salts,
                                               std::optional<std::string_view> text)
{
    const std::string bound = boundTo(n);
    auto done = m_wrap.wrap(shared, oneKey, m_sealed.wrappedKey);
    if (done) {
        done = m_gcm.seal(oneKey, kSaltsIv, bound, salts, m_sealed.salts);
    }
    if (done && text) {
        done = m_gcm.seal(oneKey, kTextIv, bound, *text, m_sealed.text.emplace());
    } else {
        m_sealed.text.reset();
    }
    return done ? Result<const SealedContent*>(&m_sealed) : fail(std::move(done.error()));
}

Result<OpenContent> ContentSeal::open(const SecretBytes& shared,
                                      std::int64_t n,
                                      std::string_view wrappedKey,
                                      std::string_view salts,
                                      std::optional<std::string_view> text)
{
    const auto oneKey = m_wrap.unwrap(shared, wrappedKey);
    if (!oneKey) {
        return fail(oneKey.error());
    }
    const std::string bound = boundTo(n);
    auto openSalts = m_gcm.open(oneKey->bytes(), kSaltsIv, bound, salts);
    if (!openSalts) {
        return fail(std::move(openSalts.error()));
    }
    OpenContent content{std::move(*openSalts), std::nullopt};
    if (text) {
        auto openText = m_gcm.open(oneKey->bytes(), kTextIv, bound, *text);
        if (!openText) {
            return fail(std::move(openText.error()));
        }
        content.text = std::move(*openText);
    }
    return content;
}

Result<std::string>
ContentSeal::rewrap(const SecretBytes& from, const SecretBytes& to, std::string_view wrappedKey)
{
    const auto oneKey = m_wrap.unwrap(from, wrappedKey);
    if (!oneKey) {
        return fail(oneKey.error());
    }
    std::string wrapped;
    if (auto done = m_wrap.wrap(to, oneKey->bytes(), wrapped); !done) {
        return fail(std::move(done.error()));
    }
    return wrapped;
}

} // namespace portcullis::audit
