#pragma once

#include "gateway/api/evidence.h"

#include <QObject>

#include <memory>
#include <stop_token>

namespace portcullis::ui {

// A long job of the log as a dialog follows it: how far it is, told on the GUI thread, and its end
// on demand. Going away calls it off. Owner: the dialog. Thread: GUI; the job's watch any.
class LogJob final : public QObject
{
    Q_OBJECT

public:
    explicit LogJob(QObject* parent = nullptr);
    ~LogJob() override;

    // For one job; the one before it is called off.
    [[nodiscard]] api::JobWatch begin();
    void cancel();

signals:
    void progressed(int thousandths);

private:
    struct Way;

    std::shared_ptr<Way> m_way;
    std::stop_source m_stop;
};

} // namespace portcullis::ui
