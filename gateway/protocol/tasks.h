#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

// Calls whose result comes later. Two wire forms share the name (X4): the experimental tasks of
// 2025-11-25, which the gateway uses as a client only, and the extension of the stateless era, in
// both roles.
namespace portcullis::protocol {

inline constexpr std::string_view kTasksExtension = "io.modelcontextprotocol/tasks";

// Does a stateless peer's capabilities object declare the extension?
[[nodiscard]] bool declaresTasks(JsonValue capabilities);

// What a client is told that has not declared it and would have to (B-75, B-77).
[[nodiscard]] RpcError tasksNotDeclared();

// --- as a client

enum class TaskStatus : std::uint8_t
{
    Working,
    InputRequired,
    Completed,
    Failed,
    Cancelled
};

// A task as its server tells of it; views into its document.
struct TaskState
{
    std::string id; // the server's own
    TaskStatus status = TaskStatus::Working;
    // A string that is not too long to be shown, or missing.
    JsonValue statusMessage;
    std::optional<std::chrono::milliseconds> pollInterval; // as the server wishes, unlimited
    std::optional<std::chrono::milliseconds> ttl;          // nothing for without an end
    JsonValue object;                                      // all of it
};

inline constexpr std::size_t kMaxTaskId = 1024;        // bytes
inline constexpr std::size_t kMaxStatusMessage = 4096; // bytes as JSON

// May a task that stands so still run?
[[nodiscard]] bool isAlive(TaskStatus status);

// Nothing when it is none. The members of a finished task are checked where they are used.
[[nodiscard]] std::optional<TaskState> readTask(JsonValue object, Era era);
// The task that a call was answered with, instead of a result.
[[nodiscard]] std::optional<TaskState> readCreatedTask(JsonValue result, Era era);

// What takes a task to its end. `Result` exists in the session era alone, `Update` in the stateless
// one.
enum class TaskMethod : std::uint8_t
{
    Get,
    Update,
    Cancel,
    Result
};

[[nodiscard]] std::string_view methodOf(TaskMethod method);

// The members of params but _meta, without braces. `inputResponses` is a JSON object, or empty.
[[nodiscard]] std::string writeTaskMembers(std::string_view taskId,
                                           std::string_view inputResponses = {});
// The member of a call's params that asks a server of the session era for a task which is kept for
// so long.
[[nodiscard]] std::string writeTaskWish(std::chrono::milliseconds life);
// The client's answer to what a server of the session era has asked about a task, which both name
// (`related`: what stood in the request's _meta).
[[nodiscard]] std::string withRelatedTask(JsonValue result, JsonValue related);

// --- as a server, in the stateless era

// Of the methods that clients may use; nothing for any other.
[[nodiscard]] std::optional<TaskMethod> taskMethodOf(std::string_view method);

struct TaskRequest
{
    TaskMethod method = TaskMethod::Get;
    std::string id;           // as the client knows it
    JsonValue inputResponses; // of an update: an object
};

// Errors: -32602; -32601 for any other method.
[[nodiscard]] std::expected<TaskRequest, RpcError> readTaskRequest(const Message& message);

// The result that tells a client of a task, which it knows as `id`: that there is one, or how it
// stands. `payload` is a member that goes with its status, without braces, or empty. Of what its
// server says, only what the extension names passes.
[[nodiscard]] std::string writeCreatedTask(const TaskState& task, std::string_view id);
[[nodiscard]] std::string
writeTask(const TaskState& task, std::string_view id, std::string_view payload);
// The result that acknowledges an update or a cancellation.
[[nodiscard]] std::string writeTaskAcknowledged();

} // namespace portcullis::protocol
