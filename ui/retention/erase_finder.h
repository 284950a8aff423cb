#pragma once

#include "gateway/api/retention.h"
#include "gateway/base/result.h"

#include <QObject>

#include <vector>

namespace portcullis::ui {

class GatewayBridge;
class LogJob;

// What an erasure would destroy, and the holds that keep some of it.
struct EraseFinding
{
    struct Kept
    {
        api::Hold hold;
        std::uint64_t count = 0; // contents that it keeps, of those that were found
    };

    api::EraseRequest request; // for these contents and no later ones
    api::EraseReport report;
    std::vector<Kept> kept;
};

// Looks for the contents that an erasure is about, and through the holds one by one. Owner: its
// dialog; going away calls it off. GUI thread. Failure: failed().
class EraseFinder final : public QObject
{
    Q_OBJECT

public:
    explicit EraseFinder(GatewayBridge& bridge, QObject* parent = nullptr);

    // What was looked for before is forgotten.
    void find(const api::EraseRequest& request);
    void cancel();

signals:
    void progressed(int thousandths);
    void found(const portcullis::ui::EraseFinding& finding);
    void failed(const portcullis::Error& error);

private:
    using Next = void (EraseFinder::*)(const api::EraseReport&);

    void look(const api::EraseRequest& request, Next next);
    void takeFound(const api::EraseReport& report);
    void takeHolds(const std::vector<api::Hold>& holds);
    void takeKept(const api::EraseReport& report);
    void lookAtNextHold();

    GatewayBridge& m_bridge;
    LogJob* m_job;
    unsigned m_search = 0; // answers to earlier ones do not count
    EraseFinding m_finding;
    std::vector<api::Hold> m_holds; // still to be looked at, the next one last
};

} // namespace portcullis::ui
