#pragma once

#include "gateway/api/bundle_verdict.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace portcullis::ui {

class CheckBundleDialog;

// Takes bundles for the window, by command or dropped anywhere on it, and shows the dialog that
// checks them, one at a time. Works whatever the gateway's state. Owner: MainWindow. GUI thread.
class BundleReception final : public QObject
{
    Q_OBJECT

public:
    // `window` is the parent, too.
    BundleReception(api::BundleCheck check, QWidget& window);

public slots:
    // Asks for a file.
    void askForBundle();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] CheckBundleDialog& dialog();

    api::BundleCheck m_check;
    QWidget& m_window;
    QPointer<CheckBundleDialog> m_dialog;
};

} // namespace portcullis::ui
