#include "gateway/audit/bundle/export.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/bundle_texts.h"
#include "gateway/audit/bundle/bundle_writer.h"
#include "gateway/audit/bundle/evidence.h"
#include "gateway/audit/bundle/export_plan.h"
#include "gateway/audit/bundle/record_files.h"
#include "gateway/audit/bundle/record_scan.h"
#include "gateway/audit/bundle/removed_ranges.h"

#include <exception>
#include <functional>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

constexpr std::uint64_t kScans = 3; // records, purged, tables

// One export. Nothing is kept of a record.
class Export
{
public:
    Export(Connection& connection,
           ContentReader& contents,
           const BundleSigners& signers,
           const ExportRequest& request,
           const ExportPlan& plan,
           Evidence& evidence,
           BundleWriter& out,
           const ExportJob& job)
        : m_connection(connection)
        , m_contents(contents)
        , m_signers(signers)
        , m_request(request)
        , m_plan(plan)
        , m_evidence(evidence)
        , m_out(out)
        , m_job(job)
    {}

    // Files that need others come after them.
    [[nodiscard]] Result<ExportSummary> run()
    {
        using Step = Result<> (Export::*)();
        for (const Step step : {&Export::writeDocuments,
                                &Export::writeKeys,
                                &Export::writeRecords,
                                &Export::writeCheckpoint,
                                &Export::writeProof,
                                &Export::writePurged,
                                &Export::writeEvidence,
                                &Export::writeManifest}) {
            if (auto done = (this->*step)(); !done) {
                return fail(std::move(done.error()));
            }
        }
        if (auto reported =
                m_evidence.writeReport(m_out, m_signers.log, m_counts, m_note, m_job.renderer);
            !reported) {
            return fail(std::move(reported.error()));
        }
        auto sums = m_out.sign(m_signers, m_request.created);
        if (!sums) {
            return fail(std::move(sums.error()));
        }
        return ExportSummary{m_plan.bundleId,
                             m_plan.head,
                             m_plan.begin(),
                             m_plan.end(),
                             m_counts,
                             *sums,
                             m_signers.organisation != nullptr ? m_signers.organisation->subject()
                                                               : std::string()};
    }

private:
    [[nodiscard]] Result<> writeDocuments()
    {
        if (auto added = m_out.add(kFormatText, formatText()); !added) {
            return added;
        }
        return m_out.add(kReadme, readmeText(m_plan, m_request, m_signers));
    }

    [[nodiscard]] Result<> writeKeys()
    {
        const auto pems = m_signers.log.publicPems();
        if (!pems) {
            return fail(pems.error());
        }
        auto added = m_out.add(kEd25519Pem, pems->ed25519);
        if (added && m_signers.organisation != nullptr) {
            added = writeStatement();
        }
        if (added) {
            added = m_out.add(kP256Pem, pems->p256);
        }
        if (added) {
            added = m_out.add(kVkeys, m_signers.vkeys());
        }
        if (added && m_signers.organisation != nullptr) {
            added = m_out.add(kOrganisationChain, m_signers.organisation->chainPem());
        }
        return added;
    }

    [[nodiscard]] Result<> writeStatement()
    {
        const auto statement = m_signers.signStatement(m_request.created);
        return statement ? m_out.add(kLogKeyStatement, *statement) : fail(statement.error());
    }

    [[nodiscard]] Result<> writeRecords()
    {
        const RecordScan::PieceDone pieceDone = [this](std::uint64_t next) {
            tellProgress(next - m_plan.begin());
        };
        auto written = writeRecordFiles({m_connection,
                                         m_contents,
                                         m_signers.log,
                                         m_request,
                                         m_plan,
                                         m_evidence,
                                         m_out,
                                         m_job.stop,
                                         pieceDone});
        if (!written) {
            return fail(std::move(written.error()));
        }
        ++m_scans;
        m_counts = written->counts;
        m_removed = written->removed;
        return m_out.add(kCheckpoints, written->checkpoints);
    }

    [[nodiscard]] Result<> writeCheckpoint()
    {
        const auto note = m_signers.log.signNote(m_plan.head);
        if (!note) {
            return fail(note.error());
        }
        m_note = note->format();
        return m_out.add(kCheckpoint, m_note);
    }

    [[nodiscard]] Result<> writeProof() { return m_out.add(kProof, proofText(m_plan.proof)); }

    [[nodiscard]] Result<> writePurged()
    {
        if (m_removed == 0) {
            ++m_scans; // every body is in the bundle or out of its scope
            return m_out.add(kPurged, {});
        }
        auto removals = bodyRemovals(m_connection, m_plan.end(), m_plan.head.size);
        if (!removals) {
            return fail(std::move(removals.error()));
        }
        RemovedRanges removed(m_out, std::move(*removals));
        auto written = scan(
            kPurged,
            ScanOf::Purged,
            [&removed](const ScannedRecord& record) { return removed.add(record.n()); },
            [&removed] { return removed.finish(); });
        if (written && removed.records() != m_removed) {
            return fail(ErrorCode::Unavailable,
                        "Old content was removed from the log while it was exported; try again.");
        }
        return written;
    }

    [[nodiscard]] Result<> writeEvidence()
    {
        auto written = m_evidence.writeTables(
            m_out, m_job.stop, [this](std::uint64_t done) { tellProgress(done); });
        ++m_scans;
        return written ? m_evidence.writeControls(m_out) : written;
    }

    [[nodiscard]] Result<> writeManifest()
    {
        if (auto added = m_out.add(kManifest, manifestText(m_plan, m_request, m_counts)); !added) {
            return added;
        }
        return m_out.add(kVerifier, verifierText());
    }

    // One file from one reading of the range; `last` writes what is left after the last record.
    [[nodiscard]] Result<> scan(std::string_view name,
                                ScanOf what,
                                const RecordScan::Use& use,
                                const std::function<Result<>()>& last = {})
    {
        auto rows = RecordScan::open(m_connection, what);
        if (!rows) {
            return fail(std::move(rows.error()));
        }
        auto done = m_out.begin(name);
        if (done) {
            done = rows->forEach(m_plan.begin(), m_plan.end(), m_job.stop, use, [this](auto next) {
                tellProgress(next - m_plan.begin());
            });
        }
        if (done && last) {
            done = last();
        }
        ++m_scans;
        return done ? m_out.end() : done;
    }

    void tellProgress(std::uint64_t ofThisScan) const
    {
        if (m_job.progress) {
            const std::uint64_t length = m_plan.end() - m_plan.begin();
            m_job.progress(m_scans * length + ofThisScan, kScans * length);
        }
    }

    Connection& m_connection;
    ContentReader& m_contents;
    const BundleSigners& m_signers;
    const ExportRequest& m_request;
    const ExportPlan& m_plan;
    Evidence& m_evidence;
    BundleWriter& m_out;
    const ExportJob& m_job;

    BundleCounts m_counts;
    std::string m_note;          // the signed checkpoint
    std::uint64_t m_removed = 0; // bodies, as the scan of bodies found them
    std::uint64_t m_scans = 0;   // that are done
};

Result<ExportSummary> writeBundle(Connection& connection,
                                  ContentReader& contents,
                                  const BundleSigners& signers,
                                  const ExportRequest& request,
                                  const std::filesystem::path& output,
                                  const ExportJob& job)
{
    if (auto good = signers.check(); !good) {
        return fail(std::move(good.error()));
    }
    const auto plan = planExport(connection, signers.log, request);
    if (!plan) {
        return fail(plan.error());
    }
    auto evidence = Evidence::create(connection, *plan, request);
    if (!evidence) {
        return fail(std::move(evidence.error()));
    }
    auto out = BundleWriter::create(output);
    if (!out) {
        return fail(std::move(out.error()));
    }
    auto summary =
        Export(connection, contents, signers, request, *plan, *evidence, *out, job).run();
    if (!summary) {
        return summary;
    }
    if (auto ready = job.beforeKeeping ? job.beforeKeeping(*summary) : Result<>(); !ready) {
        return fail(std::move(ready.error()));
    }
    if (auto kept = out->keep(); !kept) {
        return fail(std::move(kept.error()));
    }
    return summary;
}

} // namespace

Result<ExportSummary> exportBundle(Connection& connection,
                                   std::shared_ptr<const ContentKeys> contentKeys,
                                   const BundleSigners& signers,
                                   const ExportRequest& request,
                                   const std::filesystem::path& output,
                                   const ExportJob& job)
{
    try {
        ContentReader contents(std::move(contentKeys));
        return writeBundle(connection, contents, signers, request, output, job);
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, "The bundle cannot be written.", error.what());
    }
}

} // namespace portcullis::audit::bundle
