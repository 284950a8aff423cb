#include "gateway/protocol/tasks.h"

#include "gateway/protocol/call.h"
#include "gateway/protocol/meta_keys.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portcullis::protocol {

namespace {

constexpr std::array<std::string_view, 4> kMethods = {
    "tasks/get", "tasks/update", "tasks/cancel", "tasks/result"};

constexpr std::array<std::string_view, 5> kStatuses = {
    "working", "input_required", "completed", "failed", "cancelled"};

// What a client may see of a task beside its id and its payload. Anything else would be a way past
// the log.
constexpr std::array<std::string_view, 6> kShown = {
    "status", "statusMessage", "createdAt", "lastUpdatedAt", "ttlMs", "pollIntervalMs"};

constexpr std::size_t kMaxScalar = 64; // of a date or a number
constexpr std::int64_t kMaxInterval = 24LL * 60 * 60 * 1000;
constexpr std::int64_t kMaxTtl = 366 * kMaxInterval;

std::optional<TaskStatus> statusOf(JsonValue status)
{
    const auto* const found = std::ranges::find_if(
        kStatuses, [status](std::string_view name) { return status.stringEquals(name); });
    return found == kStatuses.end()
               ? std::nullopt
               : std::optional(static_cast<TaskStatus>(found - kStatuses.begin()));
}

// A text of the server's own choice may say anything; a date may not.
bool isDate(JsonValue value)
{
    const std::string_view text = value.raw();
    return value.isString() &&
           text.find_first_not_of("0123456789-+:.TZtz \"") == std::string_view::npos;
}

std::string writeState(const TaskState& task,
                       std::string_view resultType,
                       std::string_view id,
                       std::string_view payload)
{
    JsonWriter out;
    out.beginObject().member("resultType", resultType).member("taskId", id);
    for (const std::string_view name : kShown) {
        const JsonValue member = task.object[name];
        const bool isText = name == "status" || name == "statusMessage";
        const bool good = name.ends_with("Ms") ? member.isNumber()
                          : isText             ? member.isString()
                                               : isDate(member);
        const std::size_t most = name == "statusMessage" ? kMaxStatusMessage : kMaxScalar;
        if (member.raw().size() <= most && (member.isNull() || good)) {
            out.rawMember(name, member.raw());
        } else if (name == "ttlMs") {
            out.key(name).null();
        }
    }
    if (!payload.empty()) {
        out.raw(payload);
    }
    writeResultMeta(out, {}, kNewestStateless);
    return singleLine(out.endObject().str());
}

} // namespace

bool declaresTasks(JsonValue capabilities)
{
    return capabilities["extensions"][kTasksExtension].isObject();
}

RpcError tasksNotDeclared()
{
    JsonWriter data;
    data.beginObject().key("requiredCapabilities").beginObject();
    data.key("extensions").beginObject().rawMember(kTasksExtension, "{}");
    data.endObject().endObject().endObject();
    return {code::kMissingCapability, "Missing required client capability", data.take()};
}

std::optional<TaskState> readTask(JsonValue object, Era era)
{
    const JsonValue id = object["taskId"];
    const auto status = statusOf(object["status"]);
    const JsonValue message = object["statusMessage"];
    if (!id.isString() || id.raw().size() <= 2 || id.raw().size() > kMaxTaskId || !status ||
        (message.exists() && !message.isNull() && !message.isString())) {
        return std::nullopt;
    }
    TaskState task;
    task.id = id.string();
    task.status = *status;
    const bool fits = message.isString() && message.raw().size() <= kMaxStatusMessage;
    task.statusMessage = fits ? message : JsonValue();
    task.object = object;
    const JsonValue interval = object[era == Era::Session ? "pollInterval" : "pollIntervalMs"];
    if (const auto millis = interval.integer()) {
        task.pollInterval = std::chrono::milliseconds(
            std::clamp<std::int64_t>(*millis, 0, kMaxInterval)); // so that nothing overflows later
    }
    if (const auto millis = object[era == Era::Session ? "ttl" : "ttlMs"].integer()) {
        task.ttl = std::chrono::milliseconds(std::clamp<std::int64_t>(*millis, 0, kMaxTtl));
    }
    return task;
}

bool isAlive(TaskStatus status)
{
    return status == TaskStatus::Working || status == TaskStatus::InputRequired;
}

std::optional<TaskState> readCreatedTask(JsonValue result, Era era)
{
    return readTask(era == Era::Session ? result["task"] : result, era);
}

std::string_view methodOf(TaskMethod method)
{
    return kMethods.at(std::to_underlying(method));
}

std::string writeTaskMembers(std::string_view taskId, std::string_view inputResponses)
{
    JsonWriter members;
    members.member("taskId", taskId);
    if (!inputResponses.empty()) {
        members.rawMember("inputResponses", inputResponses);
    }
    return members.take();
}

std::string writeTaskWish(std::chrono::milliseconds life)
{
    JsonWriter member;
    member.key("task").beginObject().member("ttl", std::int64_t{life.count()}).endObject();
    return member.take();
}

std::string withRelatedTask(JsonValue result, JsonValue related)
{
    JsonWriter out;
    out.beginObject();
    for (JsonValue member = result.isObject() ? result.first() : JsonValue(); member.exists();
         member = member.next()) {
        if (member.name() != "_meta") {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
    out.key("_meta").beginObject();
    const JsonValue meta = result["_meta"];
    for (JsonValue member = meta.isObject() ? meta.first() : JsonValue(); member.exists();
         member = member.next()) {
        if (member.name() != kMetaRelatedTask) {
            out.rawKey(member.rawName()).raw(member.raw());
        }
    }
    out.rawMember(kMetaRelatedTask, related.raw());
    return out.endObject().endObject().take();
}

std::optional<TaskMethod> taskMethodOf(std::string_view method)
{
    for (const TaskMethod one : {TaskMethod::Get, TaskMethod::Update, TaskMethod::Cancel}) {
        if (method == methodOf(one)) {
            return one;
        }
    }
    return std::nullopt;
}

std::expected<TaskRequest, RpcError> readTaskRequest(const Message& message)
{
    const auto method = taskMethodOf(message.method);
    if (!method) {
        return std::unexpected(RpcError{code::kMethodNotFound, "Method not found", {}});
    }
    const JsonValue id = message.params["taskId"];
    const JsonValue answers = message.params["inputResponses"];
    if (!id.isString()) {
        return std::unexpected(
            RpcError{code::kInvalidParams, "Invalid params: taskId must be a string", {}});
    }
    if (*method == TaskMethod::Update && !answers.isObject()) {
        return std::unexpected(
            RpcError{code::kInvalidParams, "Invalid params: inputResponses must be an object", {}});
    }
    return TaskRequest{*method, id.string(), *method == TaskMethod::Update ? answers : JsonValue()};
}

std::string writeCreatedTask(const TaskState& task, std::string_view id)
{
    return writeState(task, "task", id, {});
}

std::string writeTask(const TaskState& task, std::string_view id, std::string_view payload)
{
    return writeState(task, "complete", id, payload);
}

std::string writeTaskAcknowledged()
{
    JsonWriter out;
    out.beginObject().member("resultType", "complete");
    writeResultMeta(out, {}, kNewestStateless);
    return out.endObject().take();
}

} // namespace portcullis::protocol
