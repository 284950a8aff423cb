#include "gateway/audit/encoder.h"

#include "gateway/audit/canonical.h"
#include "gateway/audit/clean_record.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/os_user.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::string_view kLeafPrefix("\0", 1); // as leafHash() has it

std::string clientOf(const Caller& caller)
{
    return caller.clientVersion.empty() ? caller.client
                                        : caller.client + " " + caller.clientVersion;
}

std::int64_t sizeOf(const Content& content)
{
    return static_cast<std::int64_t>(content.view().size());
}

void project(Encoded& out, const RunOpen&)
{
    out.type = "run.open";
}

void project(Encoded& out, const RunClose&)
{
    out.type = "run.close";
}

void project(Encoded& out, const CallIntent& record)
{
    out.type = "call.intent";
    out.call = record.call.str();
    out.key = record.caller.key.str();
    out.caseId = record.caller.caseId.str();
    out.server = record.server.str();
    out.tool = record.tool;
    out.client = clientOf(record.caller);
    out.argumentBytes = sizeOf(record.arguments);
}

void project(Encoded& out, const CallOutcome& record)
{
    out.type = "call.outcome";
    out.call = record.call.str();
    out.key = record.key.str();
    out.caseId = record.caseId.str();
    out.server = record.server.str();
    out.tool = record.tool;
    out.client = record.client;
    out.outcome = api::outcomeName(record.outcome);
    if (record.intent >= 0) {
        out.intent = record.intent;
    }
    out.durationMicros = record.totalMicros;
    out.argumentBytes = record.argumentBytes;
    out.resultBytes = sizeOf(record.result);
}

void project(Encoded& out, const CallDenied& record)
{
    out.type = "call.denied";
    out.call = record.call.str();
    out.key = record.caller.key.str();
    out.caseId = record.caller.caseId.str();
    out.server = record.server.str();
    out.tool = record.tool;
    out.client = clientOf(record.caller);
    out.reason = api::reasonName(record.reason);
    out.outcome = api::outcomeName(api::Outcome::Denied);
    out.argumentBytes = sizeOf(record.arguments);
}

void project(Encoded& out, const ClockStep&)
{
    out.type = "clock.step";
}

void project(Encoded& out, const LogSuspended&)
{
    out.type = "audit.suspended";
}

void project(Encoded& out, const LogResumed&)
{
    out.type = "audit.resumed";
}

void project(Encoded& out, const CallOrphaned& record)
{
    out.type = "call.orphaned";
    out.call = record.call.call.str();
    out.key = record.call.key.str();
    out.caseId = record.call.caseId.str();
    out.server = record.call.server.str();
    out.tool = record.call.tool;
    out.client = record.call.client;
    out.outcome = api::outcomeName(api::Outcome::Orphaned);
    out.intent = record.call.n;
    out.argumentBytes = record.call.argumentBytes;
}

void project(Encoded& out, const LogAlarm&)
{
    out.type = "alarm.log";
}

void project(Encoded& out, const AccessRefused& record)
{
    out.type = "access.refused";
    out.key = record.caller.key.str();
    out.caseId = record.caller.caseId.str();
    out.client = clientOf(record.caller);
    out.reason = api::reasonName(record.reason);
    out.outcome = api::outcomeName(api::Outcome::Denied);
}

void project(Encoded& out, const ConfigurationChanged&)
{
    out.type = "admin.config";
}

void project(Encoded& out, const ReviewSignedOff&)
{
    out.type = "review.signoff";
}

void project(Encoded& out, const BundleExported&)
{
    out.type = "export.bundle";
}

void project(Encoded& out, const LogChecked&)
{
    out.type = "check.log";
}

void project(Encoded& out, const ContentErased&)
{
    out.type = "erasure.done";
}

void project(Encoded& out, const RecordsPurged&)
{
    out.type = "retention.purge";
}

void project(Encoded& out, const HoldSet&)
{
    out.type = "hold.set";
}

void project(Encoded& out, const HoldReleased&)
{
    out.type = "hold.release";
}

void project(Encoded& out, const BudgetState&)
{
    out.type = "budget.state";
}

const Content* argumentsOf(const auto& record)
{
    if constexpr (requires { record.arguments; }) {
        return record.arguments.text == nullptr ? nullptr : &record.arguments;
    } else {
        return nullptr;
    }
}

const Content* resultOf(const auto& record)
{
    if constexpr (requires { record.result; }) {
        return record.result.text == nullptr ? nullptr : &record.result;
    } else {
        return nullptr;
    }
}

std::int64_t nextOf(const Counters& counters, std::string_view id)
{
    if (id.empty()) {
        return 0;
    }
    const auto found = counters.find(std::string(id));
    return found == counters.end() ? 1 : found->second.last + 1;
}

api::ActivityRow openRow(const Encoded& encoded)
{
    api::ActivityRow row;
    row.n = encoded.n;
    row.time = fromMicros(encoded.t);
    row.call = CallId(std::string(encoded.call));
    row.key = KeyId(std::string(encoded.key));
    row.caseId = CaseId(std::string(encoded.caseId));
    row.client = encoded.client;
    row.server = ServerId(std::string(encoded.server));
    row.tool = encoded.tool;
    row.argumentBytes = encoded.argumentBytes.value_or(0);
    return row;
}

// For an outcome whose sender does not know the number of its intent; -1 when there is none.
std::int64_t intentOf(const LogState& state, const CallId& call)
{
    const auto found = std::ranges::find_if(
        state.open, [&call](const auto& entry) { return entry.second.call == call; });
    return found == state.open.end() ? -1 : found->first;
}

void moveOn(const Encoded& encoded, LogState& state, Effects& effects)
{
    state.next = encoded.n + 1;
    state.lastHw = encoded.hw;
    if (!encoded.key.empty()) {
        const std::string key(encoded.key);
        state.keys[key] = {encoded.kn, encoded.t};
        effects.used.push_back({KeyId(key), fromMicros(encoded.t)});
    }
    if (!encoded.server.empty()) {
        state.servers[std::string(encoded.server)] = {encoded.sn, encoded.t};
    }
    if (encoded.type == "call.intent") {
        effects.opened.push_back(openRow(encoded));
        state.open.emplace(encoded.n, effects.opened.back());
    } else if (encoded.intent) {
        effects.closed.push_back(*encoded.intent);
        state.open.erase(*encoded.intent);
    }
}

} // namespace

RecordEncoder::RecordEncoder(RandomPool random)
    : m_random(std::move(random))
    , m_user(cleanText(osUser(), kMaxIdBytes))
{}

void RecordEncoder::writeHeader(const Digest& bodyHash)
{
    const std::string_view hash(reinterpret_cast<const char*>(bodyHash.data()), bodyHash.size());
    m_header.clear();
    m_header.beginObject().key("body").hex(hash);
    m_header.memberUnlessEmpty("call", m_encoded.call);
    m_header.member("hw", m_encoded.hw);
    if (!m_encoded.key.empty()) {
        m_header.member("key", m_encoded.key).member("kn", m_encoded.kn);
    }
    m_header.member("n", m_encoded.n);
    if (!m_encoded.server.empty()) {
        m_header.member("sn", m_encoded.sn).member("srv", m_encoded.server);
    }
    m_header.member("t", m_encoded.t).member("type", m_encoded.type);
    m_header.member("v", std::int64_t{1}).endObject();
}

void RecordEncoder::keepContent(const Content& content)
{
    if (content.mode == api::ContentMode::None) {
        return;
    }
    m_encoded.salts = m_committer.commitments().salts;
    if (content.mode == api::ContentMode::Full) {
        m_encoded.text = content.view();
    }
}

template <typename T>
Encoded& RecordEncoder::encodeAs(const T& record, LogState& state, Effects& effects, WallTime now)
{
    m_encoded = Encoded{};
    project(m_encoded, record);
    m_encoded.n = state.next;
    m_encoded.t = toMicros(now);
    m_encoded.hw = std::max(m_encoded.t, state.lastHw);
    m_encoded.kn = nextOf(state.keys, m_encoded.key);
    m_encoded.sn = nextOf(state.servers, m_encoded.server);

    m_committer.clear();
    if (const Content* arguments = argumentsOf(record)) {
        m_committer.commitArguments(arguments->view(), m_hasher, m_random);
        keepContent(*arguments);
    } else if (const Content* result = resultOf(record)) {
        m_committer.commitResult(result->view(), m_hasher, m_random);
        keepContent(*result);
    }
    std::array<std::uint8_t, kNonceBytes> nonce{};
    m_random.take(nonce);
    m_body.clear();
    writeBody(m_body, {m_encoded.n, nonce, m_committer.commitments(), m_user}, record);
    writeHeader(m_hasher.hash({}, m_body.str()));
    m_encoded.header = m_header.str();
    m_encoded.body = m_body.str();
    m_encoded.leaf = m_hasher.hash(kLeafPrefix, m_encoded.header);
    moveOn(m_encoded, state, effects);
    return m_encoded;
}

Encoded& RecordEncoder::encode(Record& record, LogState& state, Effects& effects, WallTime now)
{
    cleanRecord(record, kMaxTextBytes, kMaxIdBytes);
    if (auto* const outcome = std::get_if<CallOutcome>(&record);
        outcome != nullptr && outcome->intent < 0) {
        outcome->intent = intentOf(state, outcome->call);
    }
    if (auto* const review = std::get_if<ReviewSignedOff>(&record)) {
        review->root = state.tree.root();
    }
    return std::visit(
        [&](const auto& item) -> Encoded& { return encodeAs(item, state, effects, now); },
        std::as_const(record));
}

Encoded&
RecordEncoder::encode(const CallOrphaned& record, LogState& state, Effects& effects, WallTime now)
{
    return encodeAs(record, state, effects, now);
}

Encoded&
RecordEncoder::encode(const LogAlarm& record, LogState& state, Effects& effects, WallTime now)
{
    return encodeAs(record, state, effects, now);
}

Encoded&
RecordEncoder::encode(const LogNote& record, LogState& state, Effects& effects, WallTime now)
{
    return std::visit(
        [&](const auto& item) -> Encoded& { return encodeAs(item, state, effects, now); }, record);
}

} // namespace portcullis::audit
