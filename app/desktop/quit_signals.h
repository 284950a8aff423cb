#pragma once

#include <QObject>

#include <array>
#include <memory>

class QSocketNotifier;

namespace portcullis::desktop {

// Turns SIGTERM, SIGINT and SIGHUP into a Qt signal, so that the program ends in order. A second
// one ends it at once. One object a process. Owner: runDesktop(). GUI thread.
class QuitSignals final : public QObject
{
    Q_OBJECT

public:
    explicit QuitSignals(QObject* parent = nullptr);
    ~QuitSignals() override;

signals:
    void quitRequested();

private:
    void read();

    std::array<int, 2> m_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace portcullis::desktop
