#include "gateway/audit/bundle/bundle_texts.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/where.h"
#include "gateway/audit/canonical.h"
#include "gateway/base/encoding.h"

namespace portcullis::audit::bundle {

namespace {

constexpr std::size_t kMaxText = 1024;

std::int64_t signedOf(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

std::string_view bytesOf(const Digest& digest)
{
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void writeHashes(CanonicalWriter& out, std::string_view name, const std::vector<Digest>& hashes)
{
    out.key(name).beginArray();
    for (const Digest& hash : hashes) {
        out.hex(bytesOf(hash));
    }
    out.endArray();
}

void writeCounts(CanonicalWriter& out, const BundleCounts& counts)
{
    out.key("counts").beginObject();
    out.member("bodies", signedOf(counts.bodies));
    out.member("headers", signedOf(counts.headers));
    out.member("purged", signedOf(counts.purged));
    out.member("values", signedOf(counts.values));
    out.member("withheld", signedOf(counts.withheld));
    out.endObject();
}

// In groups that can be read aloud.
std::string fingerprint(const Digest& digest)
{
    const std::string hex = toHex(digest);
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 8) {
        out += i == 0 ? "" : " ";
        out += hex.substr(i, 8);
    }
    return out;
}

// RFC 8410 §4.
constexpr std::string_view kEd25519Prefix("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

constexpr std::string_view kReadmeHead =
    R"(Evidence from the audit log of Portcullis
=========================================

Portcullis stands between AI programs and the tools that they call, and records every call before it
goes on. This is a part of such a log, with what is needed to check it without Portcullis and
without trust in whoever hands it over.

)";

constexpr std::string_view kReadmeRest = R"(
What is in it
-------------
report.html           the same for people: charts, figures and tables, in any browser, without network
report.pdf            the same to print and to keep, where the exporting program could make it
evidence/             tables for spreadsheets: refusals, changes, reviews; controls.json says which
                      records speak to which control of SOC 2, HIPAA, ISO 27001, GDPR and others
log/headers.jsonl     one line for every record of the range, none left out
log/bodies.jsonl      what was recorded, for the records that the bundle is about (see "scope" in
                      manifest.json)
log/openings.jsonl    arguments and results, where they are shown
log/purged.jsonl      which bodies had been removed before, and the record of the log that says so
FORMAT.md             what each line means
manifest.json         what was asked for, by whom, and how much is shown and withheld

The report and the tables are renderings of the records. The signatures cover them, so they are as
they were exported; the evidence is in log/.

Three ways to check it
----------------------
1. With Portcullis:
       portcullisctl audit verify BUNDLE.zip
2. With the tools of every Unix, after unpacking:
       sha256sum -c MANIFEST.sha256
       openssl dgst -sha256 -verify keys/log-p256.pem -signature signatures/manifest.p256 MANIFEST.sha256
   This says that the files are those that were signed; not that no record is missing.
3. With Python 3.8 and openssl 3.0 or newer, after unpacking:
       python3 verify/verify.py .
   This makes every check that the first way makes. Whoever can change a bundle can change the
   program in it, too: take verify.py from a source that you trust.

To compare by telephone
-----------------------
A valid signature only says that the log's key made it. Ask the log's owner, by a way that did not
bring this bundle, for the fingerprints of its keys, and for a checkpoint from an earlier day:

)";

constexpr std::string_view kReadmeKeys = R"(
To compute a fingerprint:
       openssl pkey -pubin -in keys/log-p256.pem -outform DER | sha256sum
To check against a checkpoint that you have:
       python3 verify/verify.py . --pin SIZE:ROOT
To check that this bundle goes on where an earlier one ends:
       python3 verify/verify.py . --previous ../EARLIER.zip
)";

constexpr std::string_view kReadmeOrganisation = R"(
The organisation's signature
----------------------------
An organisation has signed the same list of files with its certificate, and besides that the log's
keys are those of one of its workstations. Its certificate, with SHA-256 of it in DER:

)";

constexpr std::string_view kReadmeOrganisationChecks = R"(
Ask the organisation, by a way that did not bring this bundle, for the certificate of its authority,
and put it beside the unpacked folder, not into it (../AUTHORITY.pem below): a further file in it
makes the bundle invalid. With openssl alone, after unpacking:
       openssl cms -verify -binary -inform DER -in signatures/manifest.cms -content MANIFEST.sha256 -purpose any -CAfile ../AUTHORITY.pem -no-CApath -no-CAstore -out /dev/null -signer ../SIGNER.pem
       openssl cms -verify -binary -inform DER -in keys/log-key.cms -purpose any -CAfile ../AUTHORITY.pem -no-CApath -no-CAstore
       sha256sum -c MANIFEST.sha256
The first says who has signed the list, the second shows the statement on the log's keys: its last two
lines must be those of keys/log.vkeys. The third says that the files are those of the list.
With Portcullis or verify.py, all of it and the records at once:
       python3 verify/verify.py . --ca ../AUTHORITY.pem
To compare the certificate itself by telephone, after the first command:
       openssl x509 -in ../SIGNER.pem -outform DER | sha256sum
)";

constexpr std::string_view kReadmeEnd = R"(
What it does not prove
----------------------
- That the computer's clock was right. The order of the records is proven, their times are what the
  computer said.
- That a client is what it calls itself. Names and versions of clients are their own words.
- That nothing happened beside Portcullis: it records what passes through it.
- That the log is the only one. Whoever has the signing keys can write another log, and its
  signatures are good; only a checkpoint or a bundle that somebody else kept shows the difference.
- Anything about values that are withheld, except that they cannot be exchanged later.
)";

void row(std::string& out, std::string_view name, std::string_view value)
{
    out += "    ";
    out += name;
    out.append(name.size() < 12 ? 12 - name.size() : 1, ' ');
    out += value;
    out += '\n';
}

} // namespace

OfBothKeys fingerprintsOf(const LogSigner& signer)
{
    const std::string ed25519 = std::string(kEd25519Prefix) + signer.ed25519().publicBytes;
    return {fingerprint(sha256(ed25519)), fingerprint(sha256(signer.p256().publicBytes))};
}

void writeScope(CanonicalWriter& out, const Scope& scope)
{
    out.key("scope").beginObject();
    if (scope.caseId) {
        out.member("case", scope.caseId->str());
    }
    if (scope.decision) {
        out.member("decision", *scope.decision == Decision::Deny ? "deny" : "allow");
    }
    if (scope.from) {
        out.member("from", toMicros(*scope.from));
    }
    if (scope.key) {
        out.member("key", scope.key->str());
    }
    if (scope.server) {
        out.member("server", scope.server->str());
    }
    if (scope.to) {
        out.member("to", toMicros(*scope.to));
    }
    if (scope.tool) {
        out.member("tool", *scope.tool);
    }
    out.endObject();
}

std::string proofText(const RangeProof& proof)
{
    CanonicalWriter out;
    out.beginObject();
    out.member("begin", signedOf(proof.begin)).member("end", signedOf(proof.end));
    writeHashes(out, "left", proof.left);
    writeHashes(out, "right", proof.right);
    out.member("size", signedOf(proof.size)).endObject();
    return out.str() + "\n";
}

std::string
manifestText(const ExportPlan& plan, const ExportRequest& request, const BundleCounts& counts)
{
    CanonicalWriter out;
    out.beginObject().member("bundle_id", plan.bundleId);
    writeCounts(out, counts);
    out.member("created", toMicros(request.created));
    out.member("format", kFormat);
    out.memberUnlessEmpty("organisation", cleanText(request.organisation, kMaxText));
    out.member("origin", plan.head.origin);
    if (request.previous) {
        out.member("previous_end", signedOf(request.previous->end.size));
    }
    out.memberUnlessEmpty("purpose", cleanText(request.purpose, kMaxText));
    out.key("range").beginObject();
    out.member("begin", signedOf(plan.begin())).member("end", signedOf(plan.end())).endObject();
    out.key("redacted").beginArray();
    for (const std::string& field : plan.redacted) {
        out.string(field);
    }
    out.endArray();
    out.memberUnlessEmpty("requested_by", cleanText(request.requestedBy, kMaxText));
    out.key("root").hex(bytesOf(plan.head.root));
    writeScope(out, plan.scope);
    out.member("size", signedOf(plan.head.size));
    out.member("version", PORTCULLIS_VERSION).endObject();
    return out.str() + "\n";
}

std::string
readmeText(const ExportPlan& plan, const ExportRequest& request, const BundleSigners& signers)
{
    std::string out(kReadmeHead);
    row(out, "Log", plan.head.origin);
    row(out, "Bundle", plan.bundleId);
    row(out, "Made", formatTime(request.created));
    row(out,
        "Records",
        std::to_string(plan.begin()) + " to " + std::to_string(plan.end() - 1) + " of " +
            std::to_string(plan.head.size));
    row(out, "Checkpoint", api::formatPin(plan.head));
    out += kReadmeRest;
    const OfBothKeys fingerprints = fingerprintsOf(signers.log);
    row(out, "Ed25519", fingerprints.ed25519);
    row(out, "P-256", fingerprints.p256);
    out += kReadmeKeys;
    if (const auto* const organisation = signers.organisation; organisation != nullptr) {
        out += kReadmeOrganisation;
        row(out, "Subject", shown(organisation->subject(), kMostSubject));
        row(out, "SHA-256", fingerprint(organisation->fingerprint()));
        out += kReadmeOrganisationChecks;
    }
    return out.append(kReadmeEnd);
}

} // namespace portcullis::audit::bundle
