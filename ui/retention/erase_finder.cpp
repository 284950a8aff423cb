#include "ui/retention/erase_finder.h"

#include "ui/audit/log_job.h"
#include "ui/gateway_bridge.h"
#include "ui/retention/record_words.h"

#include <utility>

namespace portcullis::ui {

EraseFinder::EraseFinder(GatewayBridge& bridge, QObject* parent)
    : QObject(parent)
    , m_bridge(bridge)
    , m_job(new LogJob(this))
{
    connect(m_job, &LogJob::progressed, this, &EraseFinder::progressed);
}

void EraseFinder::find(const api::EraseRequest& request)
{
    ++m_search;
    m_finding = {request, {}, {}};
    m_finding.request.onlyLook = true;
    look(m_finding.request, &EraseFinder::takeFound);
}

void EraseFinder::cancel()
{
    ++m_search;
    m_job->cancel();
}

void EraseFinder::look(const api::EraseRequest& request, Next next)
{
    m_bridge.eraseContents(request,
                           m_job->begin(),
                           this,
                           [this, next, search = m_search](const Result<api::EraseReport>& report) {
                               if (search != m_search) {
                                   return;
                               }
                               if (report) {
                                   (this->*next)(*report);
                               } else {
                                   emit failed(report.error());
                               }
                           });
}

// What is recorded from now on is not part of it: nobody has seen how much that would be.
void EraseFinder::takeFound(const api::EraseReport& report)
{
    m_finding.report = report;
    if (report.records.empty()) {
        emit found(m_finding);
        return;
    }
    m_finding.request.records =
        api::NumberRange{report.records.front().begin, report.records.back().end};
    m_bridge.holds(this, [this, search = m_search](const Result<std::vector<api::Hold>>& holds) {
        if (search != m_search) {
            return;
        }
        if (holds) {
            takeHolds(*holds);
        } else {
            emit failed(holds.error());
        }
    });
}

void EraseFinder::takeHolds(const std::vector<api::Hold>& holds)
{
    m_holds.assign(holds.rbegin(), holds.rend());
    lookAtNextHold();
}

void EraseFinder::lookAtNextHold()
{
    while (!m_holds.empty()) {
        if (const auto both = bothOf(m_finding.request.within, m_holds.back().records)) {
            api::EraseRequest request = m_finding.request;
            request.within = *both;
            look(request, &EraseFinder::takeKept);
            return;
        }
        m_holds.pop_back();
    }
    emit found(m_finding);
}

void EraseFinder::takeKept(const api::EraseReport& report)
{
    if (report.count > 0) {
        m_finding.kept.push_back({std::move(m_holds.back()), report.count});
    }
    m_holds.pop_back();
    lookAtNextHold();
}

} // namespace portcullis::ui
