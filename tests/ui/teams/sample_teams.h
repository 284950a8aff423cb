#pragma once

#include "tests/ui/samples.h"

#include <QAbstractItemModel>
#include <QTreeView>

// Customers, teams and cases around the keys of the samples.
namespace portcullis::test {

// City Police has Analysts (keys Editor and Nightly report) and Nights (Notebook); Trial belongs to
// nobody. Editor is bound to Case 12, which limits it; Case 13 is closed and has no keys.
inline void fillWithTeams(FakeGatewayClient& client)
{
    fillWithSamples(client);
    api::GatewayConfig& config = client.currentConfig;
    config.customers = {{CustomerId("police"), "City Police", false},
                        {CustomerId("lab"), "", false}};
    config.teams = {{TeamId("analysts"), CustomerId("police"), "Analysts", false},
                    {TeamId("nights"), CustomerId("police"), "Nights", false}};
    api::Case open;
    open.id = CaseId("c-12");
    open.name = "Case 12";
    open.opened = sampleNow() - std::chrono::hours(24 * 30);
    open.allow = {{ServerId("files"), "read_file"}};
    api::Case closed = open;
    closed.id = CaseId("c-13");
    closed.name = "Case 13";
    closed.closed = sampleNow() - std::chrono::hours(24);
    closed.allow.reset();
    config.cases = {open, closed};
    config.keys[0].team = TeamId("analysts");
    config.keys[0].caseId = CaseId("c-12");
    config.keys[1].team = TeamId("analysts");
    config.keys[2].team = TeamId("nights");
}

// The first row with this name, at whatever depth.
[[nodiscard]] inline QModelIndex
rowNamed(const QAbstractItemModel& model, const QString& name, const QModelIndex& above = {})
{
    for (int row = 0; row < model.rowCount(above); ++row) {
        const QModelIndex here = model.index(row, 0, above);
        if (here.data().toString() == name) {
            return here;
        }
        if (const QModelIndex below = rowNamed(model, name, here); below.isValid()) {
            return below;
        }
    }
    return {};
}

} // namespace portcullis::test
