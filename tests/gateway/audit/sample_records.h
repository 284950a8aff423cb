#pragma once

#include "gateway/audit/record.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

// Records as the engine makes them, for tests of the log.
namespace portcullis::audit::test {

// The id of the i-th call.
inline std::string callId(int i)
{
    return "019aab12-3456-7789-8abc-def" + std::to_string(100'000'000 + i);
}

inline Content content(std::string text, api::ContentMode mode = api::ContentMode::Full)
{
    Content out;
    out.end = text.size();
    out.text = std::make_shared<const std::string>(std::move(text));
    out.mode = mode;
    return out;
}

inline RunOpen started()
{
    RunOpen out;
    out.version = "1.0";
    return out;
}

inline CallIntent intent(const std::string& call, std::string arguments = R"({"text":"hi"})")
{
    CallIntent out;
    out.call = CallId(call);
    out.caller.key = KeyId("vk_0123456789abcdef");
    out.caller.client = "claude";
    out.caller.clientVersion = "2.1";
    out.caller.transport = "http";
    out.caller.revision = "2025-11-25";
    out.server = ServerId("fx");
    out.tool = "echo";
    out.definitionHash = std::string(64, 'd');
    out.arguments = content(std::move(arguments));
    out.rule = "fx:*";
    out.configRevision = 7;
    return out;
}

inline CallOutcome outcome(const std::string& call, std::int64_t intentNumber, std::string result)
{
    CallOutcome out;
    out.call = CallId(call);
    out.intent = intentNumber;
    out.key = KeyId("vk_0123456789abcdef");
    out.client = "claude 2.1";
    out.server = ServerId("fx");
    out.tool = "echo";
    out.result = content(std::move(result));
    out.argumentBytes = 13;
    out.totalMicros = 1500;
    out.queueMicros = 200;
    out.upstreamMicros = 1200;
    return out;
}

inline CallDenied denied(const std::string& call, std::string tool)
{
    CallDenied out;
    out.call = CallId(call);
    out.caller.key = KeyId("vk_fedcba9876543210");
    out.caller.client = "cursor";
    out.server = ServerId("fx");
    out.tool = std::move(tool);
    out.arguments = content("{}");
    out.reason = api::Reason::ToolNotAllowed;
    return out;
}

} // namespace portcullis::audit::test
