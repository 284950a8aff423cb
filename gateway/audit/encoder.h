#pragma once

#include "gateway/audit/bodies.h"
#include "gateway/audit/log_state.h"
#include "gateway/audit/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace portcullis::audit {

inline constexpr std::size_t kMaxHeaderBytes = 1024;
inline constexpr std::size_t kMaxTextBytes = 1024; // of a text from outside, content excepted
inline constexpr std::size_t kMaxIdBytes = 100;    // so that every header fits

// One record as it is stored. Views point into the record, the encoder and static text.
struct Encoded
{
    std::int64_t n = 0;
    std::int64_t t = 0;
    std::int64_t hw = 0;
    std::string_view type;
    std::string_view header;
    std::string_view body;
    Digest leaf{};
    std::string_view head; // the signed head of the tree that ends with this record; mostly empty

    // The projection: for lists, and to rebuild LogState.
    std::string_view call;
    std::string_view key;
    std::int64_t kn = 0;
    std::string_view server;
    std::int64_t sn = 0;
    std::string_view tool;
    std::string client;
    std::string_view reason;
    std::string_view outcome;
    std::string_view caseId;
    std::optional<std::int64_t> intent;
    std::optional<std::int64_t> durationMicros;
    std::optional<std::int64_t> argumentBytes;
    std::optional<std::int64_t> resultBytes;

    std::string_view salts;      // empty when nothing is kept
    std::string_view wrappedKey; // when salts and text have been sealed
    std::optional<std::string_view> text;
};

// Turns records into canonical header and body lines, gives them their numbers, and moves the state
// on. Reuses its buffers: an Encoded lives until the next encode().
//
// Owner: the writer. Thread: the writer's. Errors: none: what is too long is cut.
class RecordEncoder
{
public:
    explicit RecordEncoder(RandomPool random = RandomPool());

    // Cleans the record's texts in place, then encodes it.
    [[nodiscard]] Encoded& encode(Record& record, LogState& state, Effects& effects, WallTime now);
    // `record` must live as long as the result.
    [[nodiscard]] Encoded&
    encode(const CallOrphaned& record, LogState& state, Effects& effects, WallTime now);
    [[nodiscard]] Encoded&
    encode(const LogAlarm& record, LogState& state, Effects& effects, WallTime now);
    [[nodiscard]] Encoded&
    encode(const LogNote& record, LogState& state, Effects& effects, WallTime now);

private:
    template <typename T>
    Encoded& encodeAs(const T& record, LogState& state, Effects& effects, WallTime now);
    void writeHeader(const Digest& bodyHash);
    void keepContent(const Content& content);

    Hasher m_hasher;
    RandomPool m_random;
    std::string m_user;
    Committer m_committer;
    CanonicalWriter m_body;
    CanonicalWriter m_header;
    Encoded m_encoded;
};

} // namespace portcullis::audit
