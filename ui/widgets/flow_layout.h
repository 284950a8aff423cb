#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace portcullis::ui {

// A row of widgets that goes on in a further row where the room ends: for buttons, whose words are
// longer in some languages. Owner: its widget. GUI thread.
class FlowLayout final : public QLayout
{
    Q_OBJECT

public:
    FlowLayout();
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    [[nodiscard]] int count() const override;
    [[nodiscard]] QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;

    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }

    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize minimumSize() const override;
    [[nodiscard]] QSize sizeHint() const override;
    void setGeometry(const QRect& place) override;

private:
    enum class Moving
    {
        No,
        Yes
    };

    int arrange(const QRect& place, Moving moving) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace portcullis::ui
