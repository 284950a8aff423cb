#pragma once

#include <QFrame>

#include <array>

class QLabel;
class QPushButton;

namespace portcullis::ui {

class GatewayBridge;

// The first start in three steps: add a server, create a key, copy the client's configuration.
// Follows the gateway by itself and disappears when the first key has been used. Owner:
// OverviewPage. GUI thread.
class SetupGuide final : public QFrame
{
    Q_OBJECT

public:
    explicit SetupGuide(GatewayBridge& bridge, QWidget* parent = nullptr);

    // How many of the three steps are done; 3 means connected.
    [[nodiscard]] int stepsDone() const;

signals:
    void addServerRequested();
    void createKeyRequested();
    void showConfigurationRequested();

private:
    struct Step
    {
        QWidget* row = nullptr;
        QLabel* mark = nullptr;
        QLabel* title = nullptr;
        QLabel* text = nullptr;
        QPushButton* button = nullptr;
    };

    [[nodiscard]] Step buildStep(const QString& title, const QString& text, const QString& action);
    void refresh();
    void showStep(int index, int done);

    GatewayBridge& m_bridge;
    std::array<Step, 3> m_steps;
};

} // namespace portcullis::ui
