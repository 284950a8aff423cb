#include "gateway/audit/bundle/record_files.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/daily_checkpoints.h"
#include "gateway/audit/bundle/export_scope.h"
#include "gateway/audit/bundle/openings.h"
#include "gateway/audit/merkle.h"

#include <utility>
#include <vector>

namespace portcullis::audit::bundle {

namespace {

std::unexpected<Error> notAsSigned(std::string cause)
{
    return fail(ErrorCode::Corrupt,
                "The audit log is not as it was signed; restore it from a backup.",
                std::move(cause));
}

class RecordFiles
{
public:
    RecordFiles(const RecordFilesJob& job,
                SideFile bodies,
                SideFile headers,
                RangeCheck tree,
                DailyCheckpoints daily,
                std::vector<std::int64_t> lostKeys)
        : m_job(job)
        , m_bodies(std::move(bodies))
        , m_headers(std::move(headers))
        , m_tree(std::move(tree))
        , m_daily(std::move(daily))
        , m_openings(job.out, job.contents, std::move(lostKeys), job.plan.redacted)
    {}

    [[nodiscard]] Result<> record(const ScannedRecord& record)
    {
        auto done = writeHeader(record);
        return done ? lookAtBody(record) : done;
    }

    [[nodiscard]] Result<RecordFilesWritten> finish()
    {
        const auto root = m_tree.finish();
        if (!root || *root != m_job.plan.head.root) {
            return notAsSigned(root ? "a header is another one" : root.error().message);
        }
        auto done = m_job.out.end();
        done = done ? m_job.out.add(kBodies, std::move(m_bodies)) : done;
        done = done ? m_job.out.add(kHeaders, std::move(m_headers)) : done;
        if (!done) {
            return fail(std::move(done.error()));
        }
        m_found.checkpoints = m_daily.lines();
        return std::move(m_found);
    }

private:
    [[nodiscard]] Result<> writeHeader(const ScannedRecord& record)
    {
        const std::string_view header = record.header();
        if (record.n() != m_tree.next()) {
            return notAsSigned("record " + std::to_string(m_tree.next()) + " is missing");
        }
        m_tree.append(leafHash(header));
        ++m_found.counts.headers;
        auto signedThen = m_daily.look(m_tree, m_job.signer);
        return signedThen ? m_headers.line(header) : signedThen;
    }

    [[nodiscard]] Result<> lookAtBody(const ScannedRecord& record)
    {
        const std::string_view header = record.header();
        const std::string_view body = record.body();
        const auto inside = isInScope(header, m_job.plan.scope);
        if (!inside) {
            return fail(inside.error());
        }
        const auto view = report::RecordView::parse(header, body);
        if (!view) {
            return fail(view.error());
        }
        m_job.evidence.passed(*view);
        if (!view->hasBody()) {
            countRemoved(*inside);
            return {};
        }
        const auto shown = *inside ? isAbout(body, m_job.plan.scope) : inside;
        if (!shown || !*shown) {
            return shown ? Result<>() : fail(shown.error());
        }
        auto written = writeBody(body, *view);
        const bool isOpened = m_job.request.values != Values::None && record.hasText();
        return written && isOpened ? writeOpenings(record, *view) : written;
    }

    void countRemoved(bool isInside)
    {
        ++m_found.removed;
        if (isInside) {
            ++m_found.counts.purged;
            m_job.evidence.removed();
        }
    }

    [[nodiscard]] Result<> writeBody(std::string_view body, const report::RecordView& view)
    {
        const auto values = committedValues(view.member({}));
        if (!values) {
            return fail(values.error());
        }
        m_job.evidence.shown(view);
        ++m_found.counts.bodies;
        m_found.counts.withheld += *values; // until they are found to be shown
        return m_bodies.line(body);
    }

    [[nodiscard]] Result<> writeOpenings(const ScannedRecord& record,
                                         const report::RecordView& view)
    {
        const auto written = m_openings.write(record, view.member({}));
        if (!written) {
            return fail(written.error());
        }
        m_found.counts.values += *written;
        m_found.counts.withheld -= *written;
        return {};
    }

    const RecordFilesJob& m_job;
    SideFile m_bodies;
    SideFile m_headers;
    RangeCheck m_tree;
    DailyCheckpoints m_daily;
    Openings m_openings;
    RecordFilesWritten m_found;
};

Result<std::vector<std::int64_t>> lostKeys(const RecordFilesJob& job)
{
    auto ids = sharedKeys(job.connection);
    if (ids) {
        std::erase_if(*ids, [&job](std::int64_t id) { return job.contents.has(id); });
    }
    return ids;
}

} // namespace

Result<RecordFilesWritten> writeRecordFiles(const RecordFilesJob& job)
{
    const bool showsValues = job.request.values != Values::None;
    auto rows = RecordScan::open(job.connection, showsValues ? ScanOf::Contents : ScanOf::Bodies);
    auto tree = RangeCheck::begin(job.plan.proof);
    auto daily = DailyCheckpoints::plan(job.connection, job.plan);
    auto lost = lostKeys(job);
    auto bodies = job.out.beside();
    auto headers = job.out.beside();
    auto begun = job.out.begin(kOpenings);
    for (const Error* const error : {rows ? nullptr : &rows.error(),
                                     tree ? nullptr : &tree.error(),
                                     daily ? nullptr : &daily.error(),
                                     lost ? nullptr : &lost.error(),
                                     bodies ? nullptr : &bodies.error(),
                                     headers ? nullptr : &headers.error(),
                                     begun ? nullptr : &begun.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    RecordFiles files(job,
                      std::move(*bodies),
                      std::move(*headers),
                      std::move(*tree),
                      std::move(*daily),
                      std::move(*lost));
    const auto use = [&files](const ScannedRecord& record) { return files.record(record); };
    auto read = rows->forEach(job.plan.begin(), job.plan.end(), job.stop, use, job.pieceDone);
    return read ? files.finish() : fail(std::move(read.error()));
}

} // namespace portcullis::audit::bundle
