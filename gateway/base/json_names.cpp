#include "gateway/base/json_names.h"

#include "gateway/base/json_escapes.h"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace portcullis {

namespace {

// Up to this size comparing every pair is quicker than sorting.
constexpr std::size_t kPairwiseLimit = 16;

template <typename Word>
std::uint64_t load(const char* from)
{
    Word word = 0;
    std::memcpy(&word, from, sizeof(Word));
    return word;
}

// Up to eight bytes as one number. The loads may overlap: that is quicker than a copy of exact
// length.
std::uint64_t shortWord(const char* text, std::size_t size)
{
    if (size >= 4) {
        return load<std::uint32_t>(text) | (load<std::uint32_t>(text + size - 4) << 32U);
    }
    if (size >= 2) {
        return load<std::uint16_t>(text) | (load<std::uint16_t>(text + size - 2) << 16U);
    }
    return size == 1 ? load<std::uint8_t>(text) : 0;
}

// Cheap and not secret: equal fingerprints are followed by a comparison of the texts.
std::uint64_t fingerprint(std::string_view text)
{
    constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;
    constexpr std::size_t kWord = sizeof(std::uint64_t);
    std::uint64_t hash = text.size();
    for (; text.size() > kWord; text.remove_prefix(kWord)) {
        hash = (hash ^ load<std::uint64_t>(text.data())) * kMultiplier;
        hash ^= hash >> 29U;
    }
    hash = (hash ^ shortWord(text.data(), text.size())) * kMultiplier;
    return hash ^ (hash >> 32U);
}

} // namespace

void JsonNames::start(std::size_t members, std::size_t escapedBytes)
{
    m_names.clear();
    m_names.reserve(members);
    m_resolved.clear();
    m_resolved.reserve(escapedBytes);
}

void JsonNames::add(std::string_view body, bool escaped, std::uint32_t position)
{
    std::string_view text = body;
    if (escaped) {
        const std::size_t begin = m_resolved.size();
        appendUnescaped(m_resolved, body);
        text = std::string_view(m_resolved).substr(begin);
    }
    m_names.push_back({fingerprint(text), text, position});
}

std::uint32_t JsonNames::repeatedName()
{
    return m_names.size() <= kPairwiseLimit ? repeatedByPairs() : repeatedBySorting();
}

std::uint32_t JsonNames::repeatedByPairs() const
{
    for (std::size_t i = 1; i < m_names.size(); ++i) {
        const Name& name = m_names[i];
        for (std::size_t j = 0; j < i; ++j) {
            if (m_names[j].fingerprint == name.fingerprint && m_names[j].text == name.text) {
                return name.position;
            }
        }
    }
    return kNone;
}

std::uint32_t JsonNames::repeatedBySorting()
{
    std::sort(m_names.begin(), m_names.end(), [](const Name& a, const Name& b) {
        return std::tie(a.fingerprint, a.text, a.position) <
               std::tie(b.fingerprint, b.text, b.position);
    });
    const auto repeated =
        std::adjacent_find(m_names.begin(), m_names.end(), [](const Name& a, const Name& b) {
            return a.fingerprint == b.fingerprint && a.text == b.text;
        });
    return repeated == m_names.end() ? kNone : std::next(repeated)->position;
}

} // namespace portcullis
