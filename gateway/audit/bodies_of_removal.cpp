#include "gateway/audit/bodies.h"
#include "gateway/audit/body_members.h"

// The bodies of records that say what the log no longer has, or must keep. Members stand in rising
// order of their names, as the canonical form wants them.
namespace portcullis::audit {

namespace {

void writeFilter(CanonicalWriter& out, const api::RecordFilter& records)
{
    out.key("scope").beginObject();
    if (records.call) {
        out.member("call", records.call->str());
    }
    if (records.time.from) {
        out.member("from", toMicros(*records.time.from));
    }
    if (records.key) {
        out.member("key", records.key->str());
    }
    if (records.server) {
        out.member("server", records.server->str());
    }
    if (records.time.to) {
        out.member("to", toMicros(*records.time.to));
    }
    if (records.tool) {
        out.member("tool", *records.tool);
    }
    out.endObject();
}

} // namespace

void writeBody(CanonicalWriter& out, const BodyParts& parts, const ContentErased& record)
{
    out.beginObject();
    out.memberUnlessEmpty("by", record.by);
    writeCommitments(out, parts.commitments);
    writeNumber(out, parts);
    out.memberUnlessEmpty("reason", record.reason);
    out.key("records").beginArray();
    for (const api::NumberRange& range : record.records) {
        out.beginObject().member("begin", range.begin).member("end", range.end).endObject();
    }
    out.endArray();
    out.memberUnlessEmpty("user", parts.user);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const RecordsPurged& record)
{
    out.beginObject();
    out.member("before", toMicros(record.before));
    out.member("begin", record.records.begin);
    out.memberUnlessEmpty("by", record.by);
    writeCommitments(out, parts.commitments);
    out.member("count", static_cast<std::int64_t>(record.count));
    out.member("end", record.records.end);
    writeNumber(out, parts);
    out.memberUnlessEmpty("user", parts.user);
    out.member("what", api::removableName(record.what));
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const HoldSet& record)
{
    out.beginObject();
    out.memberUnlessEmpty("by", record.hold.by);
    writeCommitments(out, parts.commitments);
    out.member("hold", record.hold.id);
    writeNumber(out, parts);
    out.memberUnlessEmpty("reason", record.hold.reason);
    writeFilter(out, record.hold.records);
    out.memberUnlessEmpty("user", parts.user);
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const HoldReleased& record)
{
    out.beginObject();
    out.memberUnlessEmpty("by", record.by);
    writeCommitments(out, parts.commitments);
    out.member("hold", record.hold);
    writeNumber(out, parts);
    out.memberUnlessEmpty("reason", record.reason);
    out.memberUnlessEmpty("user", parts.user);
    out.endObject();
}

} // namespace portcullis::audit
