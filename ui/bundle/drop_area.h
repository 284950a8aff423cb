#pragma once

#include <QFrame>

class QLabel;

namespace portcullis::ui {

// Where a bundle is dropped, or chosen with the button. Owner: its dialog. GUI thread.
class DropArea final : public QFrame
{
    Q_OBJECT

public:
    explicit DropArea(QWidget* parent = nullptr);

    void showFile(const QString& file);
    void choose();

signals:
    void fileChosen(const QString& file);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_file;
    bool m_isUnderDrag = false;
};

} // namespace portcullis::ui
