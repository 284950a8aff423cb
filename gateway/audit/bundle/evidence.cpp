#include "gateway/audit/bundle/evidence.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/bundle_texts.h"
#include "gateway/audit/bundle/export_scope.h"
#include "gateway/audit/bundle/record_scan.h"
#include "gateway/audit/canonical.h"
#include "gateway/audit/report/csv.h"
#include "gateway/audit/report/html.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

using report::Table;

constexpr std::size_t kMaxText = 1024;

Result<WallTime> timeOf(Connection& connection, std::uint64_t n)
{
    auto statement = connection.prepare("SELECT header FROM rec WHERE n = ?1");
    if (!statement) {
        return fail(std::move(statement.error()));
    }
    statement->bind(1, static_cast<std::int64_t>(n));
    const auto row = statement->step();
    if (!row) {
        return fail(row.error());
    }
    const auto record = report::RecordView::parse(*row ? statement->text(0) : "", {});
    if (!record) {
        return fail(record.error());
    }
    return fromMicros(record->hw);
}

// Only what the table is made of is read; refusals have an index.
std::string conditionOf(Table table)
{
    if (table == Table::Denials) {
        return "r.outcome = 'denied'";
    }
    std::string types;
    for (const std::string_view type : report::typesOf(table)) {
        types += (types.empty() ? "'" : ", '") + std::string(type) + "'";
    }
    return "r.type IN (" + types + ")";
}

std::vector<std::string> wordsOf(const Scope& scope)
{
    std::vector<std::string> words;
    if (scope.key) {
        words.push_back("key " + scope.key->str());
    }
    if (scope.server) {
        words.push_back("server " + scope.server->str());
    }
    if (scope.tool) {
        words.push_back("tool " + *scope.tool);
    }
    if (scope.caseId) {
        words.push_back("case " + scope.caseId->str());
    }
    if (scope.decision) {
        words.emplace_back(*scope.decision == Decision::Deny ? "refusals only" : "no refusals");
    }
    return words;
}

} // namespace

RowPlaces::RowPlaces(std::uint64_t begin, std::uint64_t end)
    : m_begin(begin)
    , m_end(end)
    , m_length((end - begin + kParts - 1) / kParts)
{}

void RowPlaces::add(report::TableSet tables, std::uint64_t n)
{
    for (std::size_t table = 0; table < tables.size(); ++table) {
        if (tables.test(table)) {
            m_hasRows.at(table).set((n - m_begin) / m_length);
        }
    }
}

std::vector<RowPlaces::Part> RowPlaces::partsOf(Table table) const
{
    const auto& hasRows = m_hasRows.at(report::indexOf(table));
    std::vector<Part> parts;
    for (std::size_t i = 0; i < kParts; ++i) {
        const std::uint64_t begin = m_begin + i * m_length;
        if (hasRows.test(i) && !parts.empty() && parts.back().end == begin) {
            parts.back().end = std::min(begin + m_length, m_end);
        } else if (hasRows.test(i)) {
            parts.push_back({begin, std::min(begin + m_length, m_end)});
        }
    }
    return parts;
}

Evidence::Evidence(Connection& connection,
                   const ExportPlan& plan,
                   const ExportRequest& request,
                   WallTime first,
                   WallTime last)
    : m_connection(connection)
    , m_plan(plan)
    , m_request(request)
    , m_first(first)
    , m_last(last)
    , m_figures(std::make_unique<report::Figures>(first, last))
    , m_counter(std::make_unique<report::Counter>(*m_figures, plan.begin()))
    , m_places(plan.begin(), plan.end())
{}

// Where a time was asked for, the neighbours that prove its borders do not count.
Result<Evidence>
Evidence::create(Connection& connection, const ExportPlan& plan, const ExportRequest& request)
{
    auto first = timeOf(connection, plan.begin());
    auto last = timeOf(connection, plan.end() - 1);
    if (!first || !last) {
        return fail(std::move(first ? last.error() : first.error()));
    }
    if (plan.scope.from) {
        first = plan.begin() == 0 ? std::max(*plan.scope.from, *first) : *plan.scope.from;
    }
    if (plan.scope.to) {
        last = std::min(*plan.scope.to - std::chrono::microseconds(1),
                        std::max(*last, request.created));
    }
    return Evidence(connection, plan, request, *first, std::max(*first, *last));
}

void Evidence::shown(const report::RecordView& record)
{
    m_counter->shown(record);
    m_places.add(report::tablesOf(record), record.n);
}

Result<std::string>
Evidence::rowOf(Table table, std::string_view header, std::string_view body) const
{
    const auto inside = isInScope(header, m_plan.scope);
    if (!inside || !*inside || body.empty()) {
        return inside ? Result<std::string>() : fail(inside.error());
    }
    const auto aboutTool = isAbout(body, m_plan.scope);
    if (!aboutTool || !*aboutTool) {
        return aboutTool ? Result<std::string>() : fail(aboutTool.error());
    }
    const auto record = report::RecordView::parse(header, body);
    if (!record) {
        return fail(record.error());
    }
    if (!report::tablesOf(*record).test(report::indexOf(table))) {
        return std::string();
    }
    return report::csvRow(report::cellsOf(table, *record));
}

Result<> Evidence::writeTable(BundleWriter& out,
                              Table table,
                              const std::stop_token& stop,
                              const PieceDone& pieceDone)
{
    auto rows = RecordScan::open(m_connection, ScanOf::Bodies, conditionOf(table));
    if (!rows) {
        return fail(std::move(rows.error()));
    }
    auto done = out.begin(report::shapeOf(table).file);
    if (done) {
        done = out.write(report::csvRow(report::titlesOf(table)));
    }
    std::uint64_t written = 0;
    const auto write = [&](const ScannedRecord& record) -> Result<> {
        const auto row = rowOf(table, record.header(), record.body());
        if (!row || row->empty()) {
            return row ? Result<>() : fail(row.error());
        }
        ++written;
        return out.write(*row);
    };
    for (const auto& [begin, end] : m_places.partsOf(table)) {
        if (done) {
            done = rows->forEach(begin, end, stop, write, [&](std::uint64_t next) {
                pieceDone(next - m_plan.begin());
            });
        }
    }
    if (done && written != m_figures->tables.at(report::indexOf(table)).count) {
        return fail(ErrorCode::Unavailable,
                    "The log's list of records is not what the records say, or content was removed "
                    "while it was exported; try again, and check the log if that does not help.");
    }
    return done ? out.end() : done;
}

Result<>
Evidence::writeTables(BundleWriter& out, const std::stop_token& stop, const PieceDone& pieceDone)
{
    const std::uint64_t length = m_plan.end() - m_plan.begin();
    for (std::size_t i = 0; i < report::kTables.size(); ++i) {
        const auto partDone = [&](std::uint64_t ofTable) {
            pieceDone((i * length + ofTable) / report::kTables.size());
        };
        if (auto done = writeTable(out, report::kTables.at(i), stop, partDone); !done) {
            return done;
        }
    }
    pieceDone(length);
    return {};
}

Result<std::vector<report::CountedControl>> Evidence::controls() const
{
    auto controls = report::parseControls(report::controlsText());
    if (!controls) {
        return fail(std::move(controls.error()));
    }
    return report::countControls(std::move(*controls), *m_figures);
}

Result<> Evidence::writeControls(BundleWriter& out) const
{
    const auto counted = controls();
    return counted ? out.add(kControls, report::controlsJson(*counted)) : fail(counted.error());
}

report::Subject Evidence::subjectOf(const LogSigner& signer, const BundleCounts& counts) const
{
    report::Subject subject;
    subject.organisation = cleanText(m_request.organisation, kMaxText);
    subject.bundleId = m_plan.bundleId;
    subject.origin = m_plan.head.origin;
    subject.version = PORTCULLIS_VERSION;
    subject.created = m_request.created;
    subject.purpose = cleanText(m_request.purpose, kMaxText);
    subject.requestedBy = cleanText(m_request.requestedBy, kMaxText);
    subject.first = m_first;
    subject.last = m_last;
    subject.begin = m_plan.begin();
    subject.end = m_plan.end();
    subject.size = m_plan.head.size;
    subject.scope = wordsOf(m_plan.scope);
    subject.redacted = m_plan.redacted;
    subject.values = counts.values;
    subject.withheld = counts.withheld;
    subject.pin = api::formatPin(m_plan.head);
    const OfBothKeys fingerprints = fingerprintsOf(signer);
    subject.ed25519 = fingerprints.ed25519;
    subject.p256 = fingerprints.p256;
    return subject;
}

Result<> Evidence::writeReport(BundleWriter& out,
                               const LogSigner& signer,
                               const BundleCounts& counts,
                               const std::string& note,
                               const report::ReportRenderer* renderer) const
{
    const auto counted = controls();
    if (!counted) {
        return fail(counted.error());
    }
    report::Subject subject = subjectOf(signer, counts);
    subject.note = note;
    const report::Document document = report::compose(subject, *m_figures, *counted);
    auto added = out.add(kReport, report::htmlOf(document));
    if (!added || renderer == nullptr) {
        return added;
    }
    const auto pdf = renderer->pdf(document);
    if (pdf) {
        return out.add(kPrintedReport, *pdf);
    }
    return pdf.error().code == ErrorCode::Unsupported ? Result<>() : fail(pdf.error());
}

} // namespace portcullis::audit::bundle
