#include "gateway/audit/bodies.h"
#include "gateway/audit/body_members.h"

// The bodies of what the log says of itself. Members stand in rising order of their names, as the
// canonical form wants them.
namespace portcullis::audit {

void writeBody(CanonicalWriter& out, const BodyParts& parts, const ClockStep& record)
{
    out.beginObject();
    out.member("at", record.atStart ? "start" : "run");
    writeCommitments(out, parts.commitments);
    out.member("delta_us", toMicros(record.to) - toMicros(record.from));
    out.member("from", toMicros(record.from));
    writeNumber(out, parts);
    out.member("to", toMicros(record.to));
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const LogSuspended& record)
{
    out.beginObject();
    writeCommitments(out, parts.commitments);
    writeNumber(out, parts);
    out.member("reason", errorCodeName(record.reason));
    out.endObject();
}

void writeBody(CanonicalWriter& out, const BodyParts& parts, const LogResumed& record)
{
    out.beginObject();
    writeCommitments(out, parts.commitments);
    writeNumber(out, parts);
    out.member("reason", errorCodeName(record.reason));
    out.member("refused", integerOf(record.refused));
    out.member("since", toMicros(record.since));
    out.endObject();
}

} // namespace portcullis::audit
