#include "gateway/audit/bundle/record_check.h"

#include "gateway/audit/bundle/claimed_removals.h"
#include "gateway/audit/bundle/fields.h"
#include "gateway/audit/bundle/joined_lines.h"
#include "gateway/audit/bundle/record_chain.h"
#include "gateway/audit/hashing.h"
#include "gateway/audit/removal.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

constexpr std::uint64_t kProgressEvery = 1024;

// The files and the states that go along with the headers.
struct Streams
{
    LineReader headers;
    JoinedLines bodies;
    JoinedLines openings;
    PurgedRanges purged;
    OlderCheckpoints older;
    RangeCheck tree;
};

class Check
{
public:
    Check(const RecordsAsked& asked, Streams streams)
        : m_asked(asked)
        , m_streams(std::move(streams))
        , m_chain(asked.proof.begin)
    {}

    Result<RecordsFound> run();

private:
    Result<> record(const Header& header);
    Result<> withoutBody(const Header& header, bool isInside, bool isRemoved);
    Result<> withBody(const Header& header);
    Result<> values(std::int64_t n, const JsonValue& commitments);
    Result<> value(std::int64_t n, const JsonValue& commitments, std::set<std::string>& opened);
    Result<> grown();
    Result<> pause();
    Result<> finish();

    const RecordsAsked& m_asked;
    Streams m_streams;
    RecordChain m_chain;
    ClaimedRemovals m_removals;
    Hasher m_hasher;
    RecordsFound m_found;
};

Result<RecordsFound> Check::run()
{
    if (auto first = grown(); !first) {
        return fail(std::move(first.error()));
    }
    while (true) {
        const auto found = m_streams.headers.next();
        if (!found || !*found) {
            auto end = found ? finish() : Result<>(fail(found.error()));
            return end ? Result<RecordsFound>(std::move(m_found)) : fail(std::move(end.error()));
        }
        const Where where = m_streams.headers.where();
        const std::uint64_t n = m_streams.tree.next();
        if (n >= m_asked.proof.end) {
            return invalid(where, ": there are more records than the range has.");
        }
        const auto header = Header::parse(m_streams.headers.line(), where);
        if (!header) {
            return fail(header.error());
        }
        if (std::cmp_not_equal(header->n, n)) {
            return invalid(where, ": record " + std::to_string(n) + " should stand here.");
        }
        auto good = m_chain.header(*header, where);
        good = good ? record(*header) : good;
        if (good) {
            constexpr std::string_view kLeafPrefix("\0", 1);
            m_streams.tree.append(m_hasher.hash(kLeafPrefix, m_streams.headers.line()));
            good = grown();
        }
        good = good ? pause() : good;
        if (!good) {
            return fail(std::move(good.error()));
        }
    }
}

Result<> Check::pause()
{
    const std::uint64_t done = m_found.counts.headers;
    if (done % kProgressEvery != 0) {
        return {};
    }
    if (m_asked.stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, "The check was stopped.");
    }
    if (m_asked.progress) {
        m_asked.progress(done, m_asked.proof.end - m_asked.proof.begin);
    }
    return {};
}

// Looks at the root where somebody asks for it.
Result<> Check::grown()
{
    const std::uint64_t size = m_streams.tree.next();
    if (m_asked.wanted.contains(size)) {
        m_found.roots.emplace(size, m_streams.tree.rootHere());
    }
    return m_streams.older.isAt(size) ? m_streams.older.compare(m_streams.tree.rootHere())
                                      : Result<>();
}

Result<> Check::record(const Header& header)
{
    ++m_found.counts.headers;
    if (auto reached = m_removals.header(header); !reached) {
        return reached;
    }
    const bool isInside = m_asked.scope.holds(header);
    const auto isRemoved = m_streams.purged.holds(header.n);
    if (!isRemoved) {
        return fail(isRemoved.error());
    }
    const std::string n = std::to_string(header.n);
    if (!m_streams.bodies.isAt(header.n)) {
        return withoutBody(header, isInside, *isRemoved);
    }
    if (!isInside) {
        return invalid("Record " + n + " lies outside the bundle's scope, but its body is there.");
    }
    if (*isRemoved) {
        return invalid("The body of record " + n +
                       " is there, though it is said to have been removed.");
    }
    if (auto body = withBody(header); !body) {
        return body;
    }
    if (auto next = m_streams.bodies.advance(); !next) {
        return next;
    }
    if (m_streams.bodies.isAt(header.n)) {
        return invalid("log/bodies.jsonl has record " + n + " twice.");
    }
    return {};
}

Result<> Check::withoutBody(const Header& header, bool isInside, bool isRemoved)
{
    if (m_streams.openings.isAt(header.n)) {
        return invalid("Record " + std::to_string(header.n) +
                       " has values, but no body that they belong to.");
    }
    if (isRemoved && !mayLoseBody(header.type)) {
        return invalid("The body of record " + std::to_string(header.n) +
                       " is said to have been removed, but bodies of its type never are.");
    }
    if (isRemoved) {
        m_removals.claim(header.n, m_streams.purged.by(), isInside);
        m_found.counts.purged += isInside ? 1 : 0;
    } else if (isInside && m_asked.scope.needsBody()) {
        ++m_found.counts.notMatching;
    } else if (isInside) {
        return invalid("Record " + std::to_string(header.n) +
                       " is within the bundle's scope, but its body is withheld.");
    }
    return {};
}

Result<> Check::withBody(const Header& header)
{
    const std::string n = std::to_string(header.n);
    if (m_hasher.hash({}, m_streams.bodies.line()) != header.body) {
        return invalid("The body of record " + n + " is not the one that was recorded.");
    }
    const JsonValue body = m_streams.bodies.value();
    if (!m_asked.scope.holds(body)) {
        return invalid("Record " + n + " lies outside the bundle's scope, but its body is there.");
    }
    ++m_found.counts.bodies;
    Fields fields(body, Where{"The body of record ", {}, header.n});
    auto fits = m_chain.body(header, fields);
    fits = fits ? m_removals.body(fields) : fits;
    if (!fits) {
        return fits;
    }
    const JsonValue commitments = fields.object("c");
    if (auto good = fields.result(); !good) {
        return good;
    }
    return values(header.n, commitments);
}

Result<> Check::values(std::int64_t n, const JsonValue& commitments)
{
    std::set<std::string> opened;
    while (m_streams.openings.isAt(n)) {
        if (auto good = value(n, commitments, opened); !good) {
            return good;
        }
        if (auto next = m_streams.openings.advance(); !next) {
            return next;
        }
    }
    m_found.counts.values += opened.size();
    m_found.counts.withheld += commitments.size() - opened.size();
    return {};
}

Result<> Check::value(std::int64_t n, const JsonValue& commitments, std::set<std::string>& opened)
{
    auto opening = Opening::parse(m_streams.openings.value(), n);
    if (!opening) {
        return fail(std::move(opening.error()));
    }
    const JsonValue commitment = commitments[opening->field];
    if (!commitment || opened.contains(opening->field)) {
        return invalid(Where{kOpenings, ", record ", n},
                       ": " + shown(opening->field) + " is opened twice or was never recorded.");
    }
    const Digest made = m_hasher.commitment(
        asBytes(opening->salt).first<kSaltBytes>(), opening->field, opening->text);
    if (digestFrom(commitment.string()) != made) {
        return invalid("The value of " + shown(opening->field) + " in record " + std::to_string(n) +
                       " is not the one that was recorded.");
    }
    opened.insert(std::move(opening->field));
    return {};
}

Result<> Check::finish()
{
    const std::uint64_t next = m_streams.tree.next();
    if (next != m_asked.proof.end) {
        return invalid("Record " + std::to_string(next) + " and those after it are missing.");
    }
    auto good = m_streams.bodies.finish();
    good = good ? m_streams.openings.finish() : good;
    good = good ? m_streams.purged.finish() : good;
    if (!good) {
        return good;
    }
    const auto root = m_streams.tree.finish();
    if (!root || *root != m_asked.root) {
        return invalid("The records are not those of the checkpoint: the Merkle root differs.");
    }
    m_found.roots.insert_or_assign(m_asked.proof.size, *root);
    m_found.unprovenRemovals = m_removals.unproven();
    m_found.openCalls = m_chain.openCalls();
    m_found.firstTime = m_chain.firstTime();
    m_found.lastTime = m_chain.lastTime();
    return {};
}

} // namespace

Result<Opening> Opening::parse(const JsonValue& value, std::int64_t n)
{
    const Where where{kOpenings, ", record ", n};
    constexpr std::size_t kMembers = 4;
    Fields fields(value, where);
    Opening opening;
    opening.field = fields.text("f");
    const std::string salt = fields.text("s");
    if (auto good = fields.result(); !good) {
        return fail(std::move(good.error()));
    }
    const auto bytes = digestFrom(salt);
    if (!bytes) {
        return invalid(where, ": a salt is not 64 hexadecimal digits.");
    }
    opening.salt.assign(bytes->begin(), bytes->end());
    const bool isBinary = fields.has("b");
    if (value.size() != kMembers || isBinary == fields.has("v")) {
        return invalid(where, ": an opening has n, f, s and either b or v.");
    }
    opening.text = fields.text(isBinary ? "b" : "v");
    if (isBinary) {
        const auto decoded = fromBase64(opening.text);
        if (!decoded) {
            fields.refuse("b");
        } else {
            opening.text.assign(decoded->begin(), decoded->end());
        }
    }
    if (auto good = fields.result(); !good) {
        return fail(std::move(good.error()));
    }
    return opening;
}

Result<RecordsFound> checkRecords(const RecordsAsked& asked)
{
    const auto begin = static_cast<std::int64_t>(asked.proof.begin);
    const auto end = static_cast<std::int64_t>(asked.proof.end);
    auto tree = RangeCheck::begin(asked.proof);
    if (!tree) {
        return invalid("The proof does not fit its range.");
    }
    auto older =
        OlderCheckpoints::open(asked.files, asked.identity, asked.proof.begin, asked.proof.end);
    if (!older) {
        return fail(std::move(older.error()));
    }
    Digests digests;
    auto headers = asked.files.lines(kHeaders, &digests);
    auto bodies = JoinedLines::open(asked.files, kBodies, &digests);
    auto openings = JoinedLines::open(asked.files, kOpenings, &digests);
    auto purged =
        PurgedRanges::open(asked.files, begin, end, static_cast<std::int64_t>(asked.proof.size));
    for (const Error* const error : {headers ? nullptr : &headers.error(),
                                     bodies ? nullptr : &bodies.error(),
                                     openings ? nullptr : &openings.error(),
                                     purged ? nullptr : &purged.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    Check check(asked,
                {std::move(*headers),
                 std::move(*bodies),
                 std::move(*openings),
                 std::move(*purged),
                 std::move(*older),
                 std::move(*tree)});
    auto found = check.run();
    if (found) {
        found->digests = std::move(digests);
    }
    return found;
}

} // namespace portcullis::audit::bundle
