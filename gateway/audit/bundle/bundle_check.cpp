#include "gateway/audit/bundle/bundle_check.h"

#include "gateway/audit/bundle/bundle_files.h"
#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/known_elsewhere.h"
#include "gateway/audit/bundle/log_identity.h"
#include "gateway/audit/bundle/manifest.h"
#include "gateway/audit/bundle/organisation.h"
#include "gateway/audit/bundle/record_check.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

// One bundle on its way to a verdict. Each step needs what those before it have found.
class Check
{
public:
    Check(const CheckOptions& options, std::optional<Joint> joint)
        : m_options(options)
        , m_joint(std::move(joint))
    {}

    Result<> run(const std::filesystem::path& path);

    // Of a bundle that is not invalid.
    [[nodiscard]] Verdict verdict() const;
    [[nodiscard]] Joint joint() const;

private:
    Result<> steps(const std::filesystem::path& path);
    Result<> open(const std::filesystem::path& path);
    Result<> signatures();
    Result<> organisation();
    Result<> checkpoint();
    Result<> proof();
    Result<> records();
    void sayMissingBodies();
    Result<> borders() const;
    Result<> outside();

    void say(std::string sentence) { m_sentences.said.push_back(std::move(sentence)); }

    void miss(std::string what) { m_sentences.missing.push_back(std::move(what)); }

    const CheckOptions& m_options;
    const std::optional<Joint> m_joint;
    std::optional<BundleFiles> m_files;
    std::optional<Sums> m_sums;
    Manifest m_manifest;
    std::optional<LogIdentity> m_identity;
    api::TreeHead m_head;
    RangeProof m_proof;
    RecordsFound m_records;
    std::string m_signedBy;
    std::optional<KeptHead> m_kept;
    Sentences m_sentences;
};

// When anything is wrong, a file that is not the exported one is why, and comes first.
Result<> Check::run(const std::filesystem::path& path)
{
    auto done = steps(path);
    if (!done && done.error().code == ErrorCode::Corrupt && m_sums) {
        if (auto files = checkFiles(*m_files, *m_sums, {}, m_options.stop); !files) {
            return files;
        }
    }
    return done;
}

Result<> Check::steps(const std::filesystem::path& path)
{
    constexpr auto kSteps = std::to_array<Result<> (Check::*)()>(
        {&Check::signatures, &Check::checkpoint, &Check::proof, &Check::records, &Check::outside});
    auto done = open(path);
    for (const auto step : kSteps) {
        done = done ? (this->*step)() : done;
    }
    return done;
}

Result<> Check::open(const std::filesystem::path& path)
{
    auto files = BundleFiles::open(path);
    if (!files) {
        return fail(std::move(files.error()));
    }
    m_files = std::move(*files);
    auto sums = Sums::read(*m_files);
    if (!sums) {
        return fail(std::move(sums.error()));
    }
    m_sums = std::move(*sums);
    if (auto same = checkFiles(*m_files, *m_sums, kRecordFiles, m_options.stop); !same) {
        return same;
    }
    const auto line = m_files->readLine(kManifest);
    if (!line) {
        return fail(line.error());
    }
    auto manifest = Manifest::parse(*line);
    if (!manifest) {
        return fail(std::move(manifest.error()));
    }
    m_manifest = std::move(*manifest);
    auto identity = LogIdentity::load(*m_files, m_manifest.origin);
    if (!identity) {
        return fail(std::move(identity.error()));
    }
    m_identity = std::move(*identity);
    return {};
}

Result<> Check::signatures()
{
    if (auto good = m_identity->checkSums(*m_files, m_sums->text); !good) {
        return good;
    }
    auto kept = keptHead(m_options, m_identity->origin());
    if (!kept) {
        return fail(std::move(kept.error()));
    }
    m_kept = std::move(*kept);
    if (m_options.logKey) {
        if (!m_identity->hasVkey(*m_options.logKey)) {
            return invalid("The bundle is signed by another log than the one named by --log-key.");
        }
        say("The log's key is the one that was named.");
    }
    const auto& names = m_files->names();
    if (names.contains(kCmsSignature)) {
        return organisation();
    }
    if (names.contains(kLogKeyStatement) || names.contains(kOrganisationChain)) {
        return invalid("The organisation's signature of MANIFEST.sha256 is missing.");
    }
    if (m_options.authority) {
        return invalid("The bundle is not signed by an organisation; --ca has nothing to check.");
    }
    return {};
}

Result<> Check::organisation()
{
    const auto signer = checkOrganisation(*m_files, m_sums->text, *m_identity, m_options.authority);
    if (!signer) {
        return fail(signer.error());
    }
    m_signedBy = signer->name;
    switch (signer->trust) {
    case CertificateTrust::Trusted:
        say("Signed by " + signer->name + "; the certificate is trusted.");
        break;
    case CertificateTrust::Unchecked:
        miss("whether " + signer->name +
             " has signed was not checked; give the certificate's authority with --ca");
        break;
    case CertificateTrust::NotToday:
        miss("the certificate of " + signer->name +
             " is not valid today, and nothing here shows that it was when it signed");
        break;
    }
    if (signer->workstation) {
        say("By that certificate's word the log is the one of the workstation " +
            *signer->workstation + ".");
    }
    return {};
}

Result<> Check::checkpoint()
{
    const auto note = m_files->read(kCheckpoint);
    if (!note) {
        return fail(note.error());
    }
    auto head = m_identity->checkNote(*note, Where{kCheckpoint, {}, {}});
    if (!head) {
        return fail(std::move(head.error()));
    }
    m_head = std::move(*head);
    if (m_head.origin != m_identity->origin()) {
        return invalid("The checkpoint is one of another log.");
    }
    if (std::cmp_not_equal(m_manifest.size, m_head.size) || m_manifest.root != toHex(m_head.root)) {
        return invalid("manifest.json and the checkpoint differ in size or root.");
    }
    return {};
}

Result<> Check::proof()
{
    const auto line = m_files->readLine(kProof);
    if (!line) {
        return fail(line.error());
    }
    auto proof = parseProof(*line);
    if (!proof) {
        return fail(std::move(proof.error()));
    }
    m_proof = std::move(*proof);
    if (m_proof.size != m_head.size) {
        return invalid("log/proof.json: the range does not lie within the log.");
    }
    if (!RangeCheck::begin(m_proof)) {
        return invalid("The proof does not fit its range.");
    }
    if (std::cmp_not_equal(m_manifest.begin, m_proof.begin) ||
        std::cmp_not_equal(m_manifest.end, m_proof.end)) {
        return invalid("manifest.json and the proof differ in the range.");
    }
    return {};
}

Result<> Check::records()
{
    std::set<std::uint64_t> wanted = {m_proof.begin, m_proof.end};
    if (m_kept) {
        wanted.insert(m_kept->head.size);
    }
    if (m_joint) {
        wanted.insert(m_joint->end);
    }
    auto found = checkRecords({*m_files,
                               *m_identity,
                               m_manifest.scope,
                               m_proof,
                               m_head.root,
                               wanted,
                               m_options.progress,
                               m_options.stop});
    if (!found) {
        return fail(std::move(found.error()));
    }
    m_records = std::move(*found);
    for (const std::string_view name : kRecordFiles) {
        if (m_records.digests.at(std::string(name)) != m_sums->digests.at(std::string(name))) {
            return notTheExported(name);
        }
    }
    if (m_records.openCalls > 0) {
        say(std::to_string(m_records.openCalls) + " calls have no outcome within the range.");
    }
    if (auto shown = borders(); !shown) {
        return shown;
    }
    const Counts& counts = m_records.counts;
    if (auto counted = checkCounts(m_manifest.counts, counts); !counted) {
        return counted;
    }
    sayMissingBodies();
    return {};
}

void Check::sayMissingBodies()
{
    const Counts& counts = m_records.counts;
    const std::uint64_t unproven = m_records.unprovenRemovals;
    if (counts.purged > unproven) {
        miss(std::to_string(counts.purged - unproven) +
             " bodies were removed by retention before the export");
    }
    if (unproven > 0) {
        miss("that " + std::to_string(unproven) +
             " bodies were removed by retention is the exporter's word: the record that says so is "
             "not shown");
    }
    if (counts.notMatching > 0) {
        miss("that " + std::to_string(counts.notMatching) +
             " records without a body do not concern the " + m_manifest.scope.bodyWords() +
             " is the exporter's word");
    }
}

// Times never fall, so a neighbour on the other side of the time that is asked for proves that
// nothing of it is missing.
Result<> Check::borders() const
{
    const DeclaredScope& scope = m_manifest.scope;
    if (scope.from && m_proof.begin > 0 &&
        !(m_records.firstTime && *m_records.firstTime < *scope.from)) {
        return invalid("Record " + std::to_string(m_proof.begin - 1) +
                       " and those before it may belong to the bundle's time: no neighbour shows "
                       "where it begins.");
    }
    if (scope.to && m_proof.end < m_proof.size &&
        !(m_records.lastTime && *m_records.lastTime >= *scope.to)) {
        return invalid("Record " + std::to_string(m_proof.end) +
                       " and those after it may belong to the bundle's time: no neighbour shows "
                       "where it ends.");
    }
    return {};
}

Result<> Check::outside()
{
    const FoundLog log{*m_identity, m_records.roots, m_proof.begin, m_proof.end, m_proof.size};
    auto held = m_kept ? holdAgainst(log, *m_kept, m_sentences) : Result<>();
    return held && m_joint ? holdAgainst(log, *m_joint, m_sentences) : held;
}

Verdict Check::verdict() const
{
    Verdict verdict;
    verdict.status =
        m_sentences.missing.empty() ? Verdict::Status::Valid : Verdict::Status::Incomplete;
    verdict.origin = m_identity->origin();
    constexpr std::size_t kMostScope = 1000;
    const DeclaredScope& scope = m_manifest.scope;
    verdict.scope = scope.isEverything() ? "every record" : shown(scope.text, kMostScope);
    verdict.begin = m_proof.begin;
    verdict.end = m_proof.end;
    verdict.size = m_head.size;
    verdict.root = m_head.root;
    verdict.endRoot = m_records.roots.at(m_proof.end);
    verdict.p256Key = m_identity->p256Vkey();
    verdict.counts = m_records.counts;
    verdict.declared = m_manifest.declared;
    verdict.exported = m_manifest.exported;
    verdict.signedBy = m_signedBy;
    verdict.said = m_sentences.said;
    verdict.missing = m_sentences.missing;
    if (m_sentences.missing.empty()) {
        verdict.sentence =
            "nothing was changed, and nothing between the first and the last record is missing.";
        return verdict;
    }
    for (const std::string& missing : m_sentences.missing) {
        verdict.sentence += verdict.sentence.empty() ? missing : "; " + missing;
    }
    verdict.sentence += ".";
    return verdict;
}

Joint Check::joint() const
{
    return {m_proof.end, m_records.roots.at(m_proof.end), *m_identity};
}

// The end of the previous bundle, which must be valid by itself.
Result<Joint> jointAfter(const std::filesystem::path& previous, const CheckOptions& options)
{
    CheckOptions alone;
    alone.logKey = options.logKey;
    alone.stop = options.stop;
    Check check(alone, std::nullopt);
    if (auto done = check.run(previous); !done) {
        return fail(std::move(done.error()));
    }
    return check.joint();
}

Result<Verdict> judged(const std::filesystem::path& path, const CheckOptions& options)
{
    std::optional<Joint> joint;
    if (options.previous) {
        auto found = jointAfter(*options.previous, options);
        if (!found) {
            return fail(std::move(found.error()));
        }
        joint = std::move(*found);
    }
    Check check(options, std::move(joint));
    if (auto done = check.run(path); !done) {
        return fail(std::move(done.error()));
    }
    return check.verdict();
}

} // namespace

Result<Verdict> checkBundle(const std::filesystem::path& path, const CheckOptions& options)
{
    auto verdict = judged(path, options);
    if (verdict || verdict.error().code == ErrorCode::Cancelled) {
        return verdict;
    }
    Verdict bad;
    bad.sentence = std::move(verdict.error().message);
    return bad;
}

} // namespace portcullis::audit::bundle
