#include "gateway/audit/bodies.h"

#include "gateway/audit/body_members.h"
#include "gateway/audit/bundle/bundle_texts.h"
#include "gateway/audit/bundle/export_scope.h"
#include "gateway/base/encoding.h"

// Members stand in rising order of their names, as the canonical form wants them.
namespace portcullis::audit {

namespace {

const char* modeName(api::ContentMode mode)
{
    switch (mode) {
    case api::ContentMode::Full:
        return "full";
    case api::ContentMode::ProveOnly:
        return "prove-only";
    case api::ContentMode::None:
        return "none";
    }
    return "none";
}

void writeContent(CanonicalWriter& out,
                  std::string_view name,
                  const Content& content,
                  std::optional<std::int64_t> blocks = {})
{
    if (content.text == nullptr) {
        return;
    }
    out.key(name).beginObject();
    if (blocks) {
        out.member("blocks", *blocks);
    }
    out.member("bytes", static_cast<std::int64_t>(content.view().size()));
    out.member("mode", modeName(content.mode));
    out.endObject();
}

void writeCaller(CanonicalWriter& out, const Caller& caller)
{
    out.key("caller").beginObject();
    out.memberUnlessEmpty("client", caller.client);
    out.memberUnlessEmpty("client_ver", caller.clientVersion);
    out.memberUnlessEmpty("exe", caller.executable);
    if (caller.pid) {
        out.member("pid", *caller.pid);
    }
    if (!caller.programHash.empty()) {
        out.key("program").beginObject();
        out.memberUnlessEmpty("path", caller.programPath);
        out.member("sha256", caller.programHash).endObject();
    }
    if (caller.retiring) {
        out.key("retiring").boolean(true);
    }
    out.memberUnlessEmpty("revision", caller.revision);
    out.memberUnlessEmpty("session", caller.session);
    out.memberUnlessEmpty("transport", caller.transport);
    out.endObject();
    out.memberUnlessEmpty("case", caller.caseId.str()); // stands beside it
}

// Only what the server declares.
void writeHints(CanonicalWriter& out, const CallIntent& record)
{
    if (!record.readOnly && !record.destructive) {
        return;
    }
    out.key("hint").beginObject();
    if (record.destructive) {
        out.key("destructive").boolean(true);
    }
    if (record.readOnly) {
        out.key("read_only").boolean(true);
    }
    out.endObject();
}

void writeLibraries(CanonicalWriter& out, const RunOpen& record)
{
    if (record.openssl.empty() && record.sqlcipher.empty() && record.sqlite.empty()) {
        return;
    }
    out.key("libs").beginObject();
    out.memberUnlessEmpty("openssl", record.openssl);
    out.memberUnlessEmpty("sqlcipher", record.sqlcipher);
    out.memberUnlessEmpty("sqlite", record.sqlite);
    out.endObject();
}

// The request of the model behind the call; absent when the client said nothing.
void writeParent(CanonicalWriter& out, const ParentRequest& parent)
{
    if (parent.traceParent.empty() && parent.traceState.empty() && parent.requestId.empty() &&
        parent.model.empty() && parent.conversation.empty()) {
        return;
    }
    out.key("llm").beginObject();
    out.memberUnlessEmpty("conv", parent.conversation);
    out.memberUnlessEmpty("model", parent.model);
    out.memberUnlessEmpty("req", parent.requestId);
    out.memberUnlessEmpty("trace", parent.traceParent);
    out.memberUnlessEmpty("trace_state", parent.traceState);
    out.endObject();
}

void writeHead(CanonicalWriter& out, const api::TreeHead& head, std::optional<std::int64_t> micros)
{
    out.beginObject();
    out.memberUnlessEmpty("origin", head.origin);
    out.key("root").hex(bytesOf(head.root));
    out.member("size", integerOf(head.size));
    if (micros) {
        out.member("t", *micros);
    }
    out.endObject();
}

} // namespace

void writeBody(CanonicalWriter& out, const BodyParts& parts, const RunOpen& record)
{
    out.beginObject();
    out.memberUnlessEmpty("boot_id", record.bootId);
    out.memberUnlessEmpty("build", record.build);
    writeCommitments(out, parts.commitments);
    out.member("config", integerOf(record.configRevision));
    out.memberUnlessEmpty("config_sha256", record.configHash);
    if (record.databaseBytes) {
        out.member("db_bytes", *record.databaseBytes);
    }
    writeLibraries(out, record);
    writeNumber(out, parts);
    out.memberUnlessEmpty("unlocked_by", record.unlockedBy);
    out.memberUnlessEmpty("unlocked_with", record.unlockedWith);
    out.memberUnlessEmpty("user", parts.user);
    out.member("version", record.version);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const RunClose& record)
{
    out.beginObject();
    writeCommitments(out, parts.commitments);
    writeNumber(out, parts);
    out.memberUnlessEmpty("reason", record.reason);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallIntent& record)
{
    out.beginObject();
    writeContent(out, "args", record.arguments);
    out.rawMemberUnlessEmpty("budget", record.budget);
    writeCommitments(out, parts.commitments);
    writeCaller(out, record.caller);
    out.member("config", integerOf(record.configRevision));
    writeHints(out, record);
    writeParent(out, record.parent);
    out.member("method", record.method);
    writeNumber(out, parts);
    out.key("policy").beginObject().member("decision", "allow");
    out.memberUnlessEmpty("rule", record.rule).endObject();
    out.key("server").beginObject();
    out.memberUnlessEmpty("cfg_sha256", record.serverConfigHash);
    out.memberUnlessEmpty("revision", record.serverRevision);
    out.memberUnlessEmpty("transport", record.serverTransport);
    out.memberUnlessEmpty("ver", record.serverVersion).endObject();
    out.memberUnlessEmpty("task", record.task.str());
    out.member("tool", record.tool);
    out.memberUnlessEmpty("tool_sha256", record.definitionHash);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallOutcome& record)
{
    out.beginObject();
    out.member("args_bytes", record.argumentBytes);
    out.rawMemberUnlessEmpty("budget", record.budget);
    writeCommitments(out, parts.commitments);
    out.memberUnlessEmpty("case", record.caseId.str());
    out.memberUnlessEmpty("client", record.client);
    if (record.code) {
        out.member("code", *record.code);
    }
    out.member("dur_us", record.totalMicros);
    out.memberUnlessEmpty("err", record.error);
    out.member("in", record.intent);
    writeNumber(out, parts);
    out.member("queue_us", record.queueMicros);
    writeContent(out, "result", record.result, record.resultBlocks);
    out.member("status", api::outcomeName(record.outcome));
    out.member("tool", record.tool);
    out.member("upstream_us", record.upstreamMicros);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallDenied& record)
{
    out.beginObject();
    writeContent(out, "args", record.arguments);
    writeCommitments(out, parts.commitments);
    writeCaller(out, record.caller);
    out.member("config", integerOf(record.configRevision));
    writeParent(out, record.parent);
    out.member("method", record.method);
    writeNumber(out, parts);
    out.key("policy").beginObject().member("decision", "deny");
    out.member("reason", api::reasonName(record.reason));
    out.memberUnlessEmpty("rule", record.rule).endObject();
    out.memberUnlessEmpty("task", record.task.str());
    out.member("tool", record.tool);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallOrphaned& record)
{
    out.beginObject();
    out.member("args_bytes", record.call.argumentBytes);
    writeCommitments(out, parts.commitments);
    out.memberUnlessEmpty("case", record.call.caseId.str());
    out.memberUnlessEmpty("client", record.call.client);
    out.member("in", record.call.n);
    writeNumber(out, parts);
    out.member("reason", "the run ended before the outcome was recorded");
    out.member("tool", record.call.tool);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const LogAlarm& record)
{
    out.beginObject();
    out.memberUnlessEmpty("by", record.by);
    writeCommitments(out, parts.commitments);
    out.key("found");
    writeHead(out, record.found, {});
    writeNumber(out, parts);
    if (record.pinned) {
        out.key("pinned");
        writeHead(out, record.pinned->head, toMicros(record.pinned->time));
    }
    out.memberUnlessEmpty("user", parts.user);
    out.member("verdict", verdictName(record.verdict));
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const AccessRefused& record)
{
    out.beginObject();
    writeCommitments(out, parts.commitments);
    writeCaller(out, record.caller);
    out.member("count", integerOf(record.count));
    writeNumber(out, parts);
    out.memberUnlessEmpty("operation", record.operation);
    out.member("reason", api::reasonName(record.reason));
    out.memberUnlessEmpty("user", record.user);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const ConfigurationChanged& record)
{
    out.beginObject();
    out.memberUnlessEmpty("after", record.after);
    out.memberUnlessEmpty("before", record.before);
    out.memberUnlessEmpty("by", record.by);
    writeCommitments(out, parts.commitments);
    out.member("change", record.change);
    out.member("config", integerOf(record.revision));
    writeNumber(out, parts);
    out.memberUnlessEmpty("subject", record.subject);
    out.memberUnlessEmpty("user", parts.user);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const ReviewSignedOff& record)
{
    out.beginObject();
    out.member("begin", record.review.begin);
    out.memberUnlessEmpty("by", record.by);
    writeCommitments(out, parts.commitments);
    out.memberUnlessEmpty("comment", record.review.comment);
    out.member("end", record.review.end);
    writeNumber(out, parts);
    out.member("result", record.review.findings ? "findings" : "ok");
    out.member("root", toHex(record.root));
    out.memberUnlessEmpty("user", parts.user);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const BundleExported& record)
{
    const api::ExportRequest& request = record.request;
    const api::ExportSummary& summary = record.summary;
    out.beginObject();
    out.member("bundle", summary.bundleId);
    out.memberUnlessEmpty("by", record.by);
    writeCommitments(out, parts.commitments);
    writeNumber(out, parts);
    out.memberUnlessEmpty("purpose", request.purpose);
    out.key("range").beginObject().member("begin", integerOf(summary.begin));
    out.member("end", integerOf(summary.end)).endObject();
    out.key("redacted").beginArray();
    for (const std::string& field : request.redacted) {
        out.string(field);
    }
    out.endArray();
    out.memberUnlessEmpty("requested_by", request.requestedBy);
    out.key("root").hex(bytesOf(summary.head.root));
    if (const auto scope = bundle::scopeOf(request)) { // no other request leads to a bundle
        bundle::writeScope(out, *scope);
    }
    out.memberUnlessEmpty("signed_by", summary.signedBy);
    out.member("size", integerOf(summary.head.size));
    out.key("sums").hex(bytesOf(summary.manifestSums));
    out.memberUnlessEmpty("user", parts.user);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const LogChecked& record)
{
    const api::LogReport& report = record.report;
    out.beginObject();
    out.memberUnlessEmpty("by", record.by);
    writeCommitments(out, parts.commitments);
    out.member("depth", record.request.depth == api::CheckDepth::Deep ? "deep" : "heads");
    if (report.fault) {
        out.member("fault", *report.fault);
    }
    if (report.firstBad) {
        out.member("first_bad", *report.firstBad);
    }
    writeNumber(out, parts);
    if (report.isPinMissing) {
        out.key("pin_missing").boolean(true);
    }
    if (const auto& pin = record.request.pin ? record.request.pin : report.remembered) {
        out.key("pinned");
        writeHead(out, *pin, {});
    }
    out.key("root").hex(bytesOf(report.head.root));
    out.member("signatures", integerOf(report.signatures));
    out.member("size", integerOf(report.head.size));
    out.memberUnlessEmpty("user", parts.user);
    out.endObject();
}

} // namespace portcullis::audit
