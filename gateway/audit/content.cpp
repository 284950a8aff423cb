#include "gateway/audit/content.h"

#include "gateway/base/json.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::string_view kAllArguments = "args";

bool isPlainName(std::string_view name)
{
    return name.size() <= kMaxArgumentName &&
           std::ranges::all_of(name, [](char c) { return c >= 0x20 && c < 0x7F; });
}

// Fields with spans into `arguments`; empty when they are to be taken as one.
std::vector<FieldText> separateFields(std::string_view arguments)
{
    const auto document = JsonDocument::parse(std::string(arguments));
    if (!document || !document->root().isObject() || document->root().size() > kMaxArgumentFields) {
        return {};
    }
    std::vector<FieldText> fields;
    fields.reserve(document->root().size());
    for (JsonValue value = document->root().first(); value; value = value.next()) {
        const std::string name = value.name();
        if (!isPlainName(name)) {
            return {};
        }
        fields.push_back({"args/" + name, arguments.substr(value.offset(), value.raw().size())});
    }
    std::ranges::sort(fields, {}, &FieldText::field);
    return fields;
}

} // namespace

void Commitments::clear()
{
    fields.clear();
    OPENSSL_cleanse(salts.data(), salts.size());
    salts.clear();
}

std::vector<FieldText> argumentFields(std::string_view arguments)
{
    std::vector<FieldText> fields = separateFields(arguments);
    if (fields.empty()) {
        fields.push_back({std::string(kAllArguments), arguments});
    }
    return fields;
}

void Committer::commit(std::string field, std::string_view text, Hasher& hasher, RandomPool& random)
{
    std::array<std::uint8_t, kSaltBytes> salt{};
    random.take(salt);
    const Digest digest = hasher.commitment(salt, field, text);
    m_commitments.fields.push_back({std::move(field), digest});
    m_commitments.salts.append(salt.begin(), salt.end());
    OPENSSL_cleanse(salt.data(), salt.size());
}

void Committer::commitArguments(std::string_view arguments, Hasher& hasher, RandomPool& random)
{
    for (FieldText& field : argumentFields(arguments)) {
        commit(std::move(field.field), field.text, hasher, random);
    }
}

void Committer::commitResult(std::string_view result, Hasher& hasher, RandomPool& random)
{
    commit("result", result, hasher, random);
}

} // namespace portcullis::audit
