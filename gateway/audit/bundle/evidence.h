#pragma once

#include "gateway/audit/bundle/bundle_writer.h"
#include "gateway/audit/bundle/export_plan.h"
#include "gateway/audit/bundle/export_request.h"
#include "gateway/audit/database.h"
#include "gateway/audit/report/compose.h"
#include "gateway/audit/report/figures.h"
#include "gateway/audit/report/report_renderer.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace portcullis::audit::bundle {

// Where in the range a table has rows, to one part in a thousand: a scan for a table that has few
// of them reads few records.
class RowPlaces
{
public:
    struct Part
    {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
    };

    RowPlaces(std::uint64_t begin, std::uint64_t end);

    void add(report::TableSet tables, std::uint64_t n);
    [[nodiscard]] std::vector<Part> partsOf(report::Table table) const;

private:
    static constexpr std::size_t kParts = 1024;

    std::uint64_t m_begin;
    std::uint64_t m_end;
    std::uint64_t m_length; // of a part
    std::array<std::bitset<kParts>, report::kTables.size()> m_hasRows;
};

// The part of a bundle that is for people: tables, controls, report. It sees the records that the
// bundle shows while their bodies are written, and reads again only those that stand in a table.
//
// Owner: the export. Thread: the connection's. Errors: those of the database and the writer;
// Corrupt (a table's records are not those that were seen), Cancelled.
class Evidence
{
public:
    using PieceDone = std::function<void(std::uint64_t done)>; // of as many as the range is long

    // All must outlive it. Errors: those of the database, Corrupt.
    [[nodiscard]] static Result<Evidence>
    create(Connection& connection, const ExportPlan& plan, const ExportRequest& request);

    // Each record of the range in its order, and then, of the same, whether it is shown.
    void passed(const report::RecordView& record) { m_counter->passed(record); }

    void shown(const report::RecordView& record);

    void removed() { m_counter->removed(); }

    // The files of evidence/.
    [[nodiscard]] Result<>
    writeTables(BundleWriter& out, const std::stop_token& stop, const PieceDone& pieceDone);
    [[nodiscard]] Result<> writeControls(BundleWriter& out) const;

    // `note` is the signed checkpoint. Nothing is printed without a renderer.
    [[nodiscard]] Result<> writeReport(BundleWriter& out,
                                       const LogSigner& signer,
                                       const BundleCounts& counts,
                                       const std::string& note,
                                       const report::ReportRenderer* renderer) const;

private:
    Evidence(Connection& connection,
             const ExportPlan& plan,
             const ExportRequest& request,
             WallTime first,
             WallTime last);

    [[nodiscard]] Result<> writeTable(BundleWriter& out,
                                      report::Table table,
                                      const std::stop_token& stop,
                                      const PieceDone& pieceDone);
    // The row of a record, if it is shown and stands in the table; an empty text otherwise.
    [[nodiscard]] Result<std::string>
    rowOf(report::Table table, std::string_view header, std::string_view body) const;
    [[nodiscard]] report::Subject subjectOf(const LogSigner& signer,
                                            const BundleCounts& counts) const;
    [[nodiscard]] Result<std::vector<report::CountedControl>> controls() const;

    Connection& m_connection;
    const ExportPlan& m_plan;
    const ExportRequest& m_request;
    WallTime m_first; // the time that the records shown can be from
    WallTime m_last;
    std::unique_ptr<report::Figures> m_figures;
    std::unique_ptr<report::Counter> m_counter;
    RowPlaces m_places;
};

} // namespace portcullis::audit::bundle
