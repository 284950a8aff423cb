#pragma once

#include "gateway/audit/hashing.h"

#include <string>
#include <string_view>
#include <vector>

namespace portcullis::audit {

inline constexpr std::size_t kMaxArgumentFields = 64;
inline constexpr std::size_t kMaxArgumentName = 256; // bytes

// The commitment to one value: what of it stands in a body, under `field`.
struct Commitment
{
    std::string field;
    Digest digest{};
};

// The commitments of one record in the order of their fields, and their salts in the same order.
struct Commitments
{
    std::vector<Commitment> fields;
    std::string salts; // kSaltBytes each

    void clear();
};

// One value to be committed to: a field and the exact bytes it stands for.
struct FieldText
{
    std::string field;
    std::string_view text;
};

// What of a call's arguments is committed to: each top-level argument by itself ("args/<name>", the
// exact text of its value) when the arguments are a JSON object of 1 to 64 members whose names are
// short and printable ASCII, otherwise all as one ("args"). Sorted by field.
[[nodiscard]] std::vector<FieldText> argumentFields(std::string_view arguments);

// Salted commitments to texts. Owner: the record encoder. Thread: one at a time.
class Committer
{
public:
    void commitArguments(std::string_view arguments, Hasher& hasher, RandomPool& random);
    void commitResult(std::string_view result, Hasher& hasher, RandomPool& random);

    void clear() { m_commitments.clear(); }

    [[nodiscard]] const Commitments& commitments() const { return m_commitments; }

private:
    void commit(std::string field, std::string_view text, Hasher& hasher, RandomPool& random);

    Commitments m_commitments;
};

} // namespace portcullis::audit
