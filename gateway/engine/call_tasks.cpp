#include "gateway/engine/audit_gate.h"
#include "gateway/engine/call_budgets.h"
#include "gateway/engine/call_pipeline.h"
#include "gateway/engine/call_records.h"
#include "gateway/protocol/client_answer.h"

#include <algorithm>
#include <utility>

// Tasks that clients of the stateless era follow themselves.
namespace portcullis::engine {

using http::Task;
using protocol::TaskMethod;

namespace {

constexpr std::chrono::milliseconds kAnswerTime{30'000}; // a question about a task runs no tool

std::string notRecorded(const Inquiry& inquiry, const std::string& what, const Error& error)
{
    return protocol::writeError(inquiry.message.id,
                                {protocol::code::kInternalError, what + error.message, {}});
}

TaskVisit visitOf(const Inquiry& inquiry, protocol::TaskRequest request, WallTime now)
{
    TaskVisit visit;
    visit.id = CallId(uuidV7(toMicros(now) / 1000));
    visit.request = std::move(request);
    visit.call.arguments = visit.request.inputResponses;
    visit.call.meta = inquiry.message.meta();
    return visit;
}

// What reaches the server is an answer to something a server may ask (G-25).
std::expected<protocol::TaskRequest, protocol::RpcError> readRequest(const Inquiry& inquiry)
{
    auto request = protocol::readTaskRequest(inquiry.message);
    const auto fault =
        request ? protocol::faultOfUntoldAnswers(request->inputResponses, inquiry.revision)
                : std::nullopt;
    if (fault) {
        return std::unexpected(protocol::RpcError{
            protocol::code::kInvalidParams, "Invalid params: inputResponses: " + *fault, {}});
    }
    return request;
}

constexpr const char* kRefused = "The request was refused because it cannot be recorded: ";
constexpr const char* kWithheld = "The answer could not be recorded and is withheld: ";

} // namespace

// A server's task goes to the client under an id of the gateway's own.
Conclusion CallPipeline::handOver(const Inquiry& inquiry,
                                  const Route& route,
                                  const CallId& id,
                                  const upstream::CallReply& reply) const
{
    const auto task = protocol::readCreatedTask(reply.result, protocol::eraOf(reply.revision));
    if (!task || protocol::eraOf(reply.revision) != protocol::Era::Stateless) {
        return conclude(inquiry, route, reply);
    }
    const std::string sealed = sealTask(m_parts.sealer,
                                        inquiry.who.key->id,
                                        {route.server, route.name, id, task->id, reply.incarnation},
                                        m_parts.clock.wallNow());
    Conclusion ended;
    ended.outcome = api::Outcome::TaskCreated;
    ended.answer =
        protocol::writeResult(inquiry.message.id, protocol::writeCreatedTask(*task, sealed));
    return ended;
}

Task<std::string> CallPipeline::runTask(Inquiry inquiry)
{
    if (!inquiry.client.features.tasks) {
        inquiry.handle->setAnswerStatus(400); // B-21
        co_return protocol::writeError(inquiry.message.id, protocol::tasksNotDeclared());
    }
    auto request = readRequest(inquiry);
    if (!request) {
        co_return protocol::writeError(inquiry.message.id, request.error());
    }
    if (const auto sick = m_parts.log.refusal()) {
        m_parts.meter.countRefusal();
        co_return notRecorded(inquiry, kRefused, *sick);
    }
    const InFlight counted(*this, inquiry.who.key->id, inquiry.handle);
    TaskVisit visit = visitOf(inquiry, std::move(*request), m_parts.clock.wallNow());
    const auto target =
        openTask(m_parts.sealer, inquiry.who.key->id, visit.request.id, m_parts.clock.wallNow());
    visit.target = target.value_or(TaskTarget());
    visit.route = m_router.toTool(inquiry, visit.target.server, visit.target.tool);
    const bool takesTasks = inquiry.client.features.tasks;
    inquiry.client.declared = inquiry.client.features;
    inquiry.client.features = featuresFor(inquiry, visit.route);
    inquiry.client.features.tasks = takesTasks;
    visit.route.method = protocol::methodOf(visit.request.method);
    visit.route.task = visit.target.call;
    if (counted.ofKey() > mostAtOnce(inquiry)) {
        visit.route.decision = {};
        visit.route.decision.reason = api::Reason::TooManyInFlight;
    }
    if (visit.route.decision.verdict == policy::Verdict::Deny) {
        co_return co_await deny(inquiry, visit.call, visit.route, visit.id, nullptr);
    }
    auto held = holdBudgets(m_parts.budgets, inquiry, visit.call, visit.route);
    if (const auto* refusal = std::get_if<CallRefusal>(&held)) {
        co_return co_await deny(inquiry, visit.call, visit.route, visit.id, refusal);
    }
    BudgetHold own = std::move(std::get<BudgetHold>(held));
    if (visit.request.method == TaskMethod::Get) {
        co_return co_await pollTask(inquiry, visit, std::move(own));
    }
    co_return co_await changeTask(inquiry, visit, std::move(own));
}

// How a task stands runs nothing and leaves no record; what leaves with it does, a text about how
// it stands like a result: before it leaves, and once. So it is with budgets.
Task<std::string>
CallPipeline::pollTask(const Inquiry& inquiry, const TaskVisit& visit, BudgetHold held)
{
    const std::int64_t askedMicros = steadyMicros();
    Result<upstream::CallReply> reply = co_await askTask(inquiry, visit, held);
    TaskAnswer answer = concludeTask(inquiry, visit.route, visit.request.id, std::move(reply));
    if (!answer.digest || m_handedOut.knows(visit.target.call, *answer.digest)) {
        co_return std::move(answer.ended.answer);
    }
    const auto intent = co_await recordIntent(inquiry, visit, held);
    if (!intent) {
        m_parts.budgets.giveBack(std::move(held));
        co_return notRecorded(inquiry, kWithheld, intent.error());
    }
    co_return co_await recordOutcome(
        inquiry, visit, intent->n, std::move(answer), std::move(held), askedMicros);
}

// What a client tells its task is recorded like the arguments of a call.
Task<std::string>
CallPipeline::changeTask(const Inquiry& inquiry, const TaskVisit& visit, BudgetHold held)
{
    const auto intent = co_await recordIntent(inquiry, visit, held);
    if (!intent) {
        m_parts.meter.countRefusal();
        m_parts.budgets.giveBack(std::move(held));
        co_return notRecorded(inquiry, kRefused, intent.error());
    }
    const std::int64_t askedMicros = steadyMicros();
    Result<upstream::CallReply> reply = co_await askTask(inquiry, visit, held);
    TaskAnswer answer = concludeTaskChange(inquiry, visit.route, std::move(reply));
    answer.digest.reset();
    co_return co_await recordOutcome(
        inquiry, visit, intent->n, std::move(answer), std::move(held), askedMicros);
}

Task<Result<upstream::CallReply>>
CallPipeline::askTask(const Inquiry& inquiry, const TaskVisit& visit, const BudgetHold& held)
{
    if (inquiry.handle->cancelled()) {
        co_return fail(ErrorCode::Cancelled, "The client cancelled the request.");
    }
    upstream::CallRequest request;
    request.method = visit.route.method;
    request.name = visit.target.id; // what Mcp-Name says (B-12)
    request.members = protocol::writeTaskMembers(
        visit.target.id,
        protocol::writeServerAnswers(visit.request.inputResponses,
                                     urisFor(inquiry, visit.route.server)));
    request.meta = protocol::forwardedMeta(visit.call.meta);
    request.capabilities = protocol::writeClientFeatures(inquiry.client.features);
    request.incarnation = visit.target.incarnation;
    request.timeout = std::min(kAnswerTime, held.timeLimit());
    const auto pending = senderTo(inquiry, visit.route.server)(std::move(request), {});
    if (!pending) {
        co_return fail(ErrorCode::Unavailable,
                       "The server " + visit.route.server.str() + " is not running.");
    }
    inquiry.handle->attach(pending);
    Result<upstream::CallReply> reply = co_await pending->wait();
    inquiry.handle->detach();
    co_return reply;
}

Task<Result<audit::Receipt>>
CallPipeline::recordIntent(const Inquiry& inquiry, const TaskVisit& visit, const BudgetHold& held)
{
    audit::CallIntent begun = intentOf(inquiry, visit.call, visit.route, visit.id, held);
    const auto intent = co_await commit(m_parts.log, std::move(begun));
    if (intent) {
        m_parts.meter.countCall(inquiry.who.key->id);
        announce(rowOf(inquiry, visit.call, visit.route, visit.id), intent);
    }
    co_return intent;
}

Task<std::string> CallPipeline::recordOutcome(const Inquiry& inquiry,
                                              const TaskVisit& visit,
                                              std::int64_t intent,
                                              TaskAnswer answer,
                                              BudgetHold held,
                                              std::int64_t askedMicros)
{
    api::ActivityRow row = rowOf(inquiry, visit.call, visit.route, visit.id);
    audit::CallOutcome record =
        outcomeRecord(inquiry, row, answer.ended, answer.content, askedMicros);
    record.intent = intent;
    if (const JsonValue ofTask = answer.content ? answer.content->result["result"] : JsonValue();
        ofTask["content"].isArray()) {
        record.resultBlocks = static_cast<std::int64_t>(ofTask["content"].size());
    }
    if (!settleBudgets(
            m_parts.budgets, inquiry, visit.route, std::move(held), answer.ended, record)) {
        answer.digest.reset(); // it may be asked for again
    }
    complete(row, record);
    const auto outcome = co_await commit(m_parts.log, std::move(record));
    announce(row, outcome);
    if (!outcome) {
        co_return notRecorded(inquiry, kWithheld, outcome.error());
    }
    if (answer.digest) {
        m_handedOut.note(visit.target.call, *answer.digest);
    }
    co_return std::move(answer.ended.answer);
}

} // namespace portcullis::engine
