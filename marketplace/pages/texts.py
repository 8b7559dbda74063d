"""The house texts a marketplace must show: slugs, titles, and placeholders until counsel has written them.

The list follows the platform rules of Vietnam (E-commerce Law 122/2025/QH15 and Decree 248/2026/NĐ-CP, read
second-hand; to be confirmed by counsel). Texts are versions in the database, never code.
"""

from __future__ import annotations

from marketplace.kernel.translated import Translated

#: Slug → title. Vietnamese is the authoritative language.
TITLES = {
    "about": Translated(vi="Giới thiệu", en="About", lo="ກ່ຽວກັບພວກເຮົາ"),
    "operating-rules": Translated(vi="Quy chế hoạt động", en="Operating rules", lo="ລະບຽບການດຳເນີນງານ"),
    "buyer-terms": Translated(vi="Điều khoản người mua", en="Terms for buyers", lo="ຂໍ້ກຳນົດສຳລັບຜູ້ຊື້"),
    "seller-terms": Translated(vi="Điều khoản người bán", en="Terms for sellers", lo="ຂໍ້ກຳນົດສຳລັບຜູ້ຂາຍ"),
    "privacy": Translated(vi="Chính sách bảo mật", en="Privacy policy", lo="ນະໂຍບາຍຄວາມເປັນສ່ວນຕົວ"),
    "cookies": Translated(vi="Chính sách cookie", en="Cookies", lo="ນະໂຍບາຍຄຸກກີ້"),
    "prices-and-fees": Translated(
        vi="Chính sách giá và phí", en="Prices and fees", lo="ນະໂຍບາຍລາຄາ ແລະ ຄ່າທຳນຽມ"
    ),
    "disputes": Translated(vi="Cơ chế giải quyết tranh chấp", en="Settling disputes", lo="ກົນໄກແກ້ໄຂຂໍ້ຂັດແຍ່ງ"),
    "complaints": Translated(vi="Khiếu nại", en="Complaints", lo="ຄຳຮ້ອງທຸກ"),
    "ranking": Translated(vi="Tiêu chí hiển thị", en="How results are ranked", lo="ເງື່ອນໄຂການສະແດງຜົນ"),
    "restricted-goods": Translated(
        vi="Danh mục hàng cấm và hạn chế",
        en="Prohibited and restricted goods",
        lo="ລາຍການສິນຄ້າຕ້ອງຫ້າມ ແລະ ຈຳກັດ",
    ),
    "owner": Translated(vi="Thông tin chủ sở hữu", en="Owner of this marketplace", lo="ຂໍ້ມູນເຈົ້າຂອງເວັບໄຊ"),
}

#: Shown in the footer, in this order.
FOOTER = (
    "about",
    "operating-rules",
    "buyer-terms",
    "seller-terms",
    "privacy",
    "complaints",
    "restricted-goods",
)

_ABOUT = Translated(
    vi=(
        "Đây là chợ gian hàng ảo cho thương mại giữa Việt Nam và Lào. Mỗi doanh nghiệp, hợp tác xã "
        "và trang trại có một gian hàng miễn phí với sản phẩm và các chào bán, chào mua.\n\n"
        "Người mua nước ngoài tìm trong mọi gian hàng bằng tiếng Việt, tiếng Anh hoặc tiếng Lào. Sở "
        "Công Thương kiểm tra danh tính của đơn vị và duyệt mọi nội dung trước khi đăng.\n\n"
        "Sàn không thu phí và không giữ tiền của ai."
    ),
    en=(
        "This is a market of virtual booths for trade between Vietnam and Laos. Every enterprise, "
        "cooperative and farm has one free booth with its products and its offers to sell and to "
        "buy.\n\n"
        "Buyers abroad search all booths in Vietnamese, English or Lao. The Department of Industry "
        "and Trade checks who an organization is and approves everything before it is "
        "published.\n\n"
        "The marketplace charges no fee and never holds anybody's money."
    ),
    lo=(
        "ນີ້ແມ່ນຕະຫຼາດຮ້ານອອນລາຍສຳລັບການຄ້າລະຫວ່າງຫວຽດນາມ ແລະ ລາວ. ທຸກວິສາຫະກິດ, ສະຫະກອນ ແລະ ຟາມ "
        "ມີຮ້ານໜຶ່ງ ໂດຍບໍ່ເສຍຄ່າ ພ້ອມສິນຄ້າ ແລະ ສະເໜີຂາຍ, "
        "ສະເໜີຊື້.\n\n"
        "ຜູ້ຊື້ຕ່າງປະເທດຄົ້ນຫາທຸກຮ້ານເປັນພາສາຫວຽດນາມ, ອັງກິດ ຫຼື ລາວ. ພະແນກອຸດສາຫະກຳ ແລະ ການຄ້າ "
        "ກວດສອບຕົວຕົນ ຂອງອົງກອນ ແລະ ອະນຸມັດທຸກເນື້ອໃນກ່ອນເຜີຍແຜ່.\n\n"
        "ຕະຫຼາດນີ້ບໍ່ເກັບຄ່າທຳນຽມ ແລະ ບໍ່ຖືເງິນຂອງໃຜ."
    ),
)

_PLACEHOLDER = Translated(
    vi=(
        "Văn bản này chưa được ban hành. Đơn vị vận hành sẽ thay bằng văn bản chính thức trước khi "
        "sàn mở cửa; các phiên bản cũ vẫn đọc được tại đây."
    ),
    en=(
        "This text has not been issued yet. The operator replaces it by the official text before the "
        "marketplace opens; earlier versions stay readable here."
    ),
    lo=("ຂໍ້ຄວາມນີ້ຍັງບໍ່ທັນປະກາດໃຊ້. ຜູ້ດຳເນີນງານຈະປ່ຽນເປັນຂໍ້ຄວາມທາງການກ່ອນເປີດຕະຫຼາດ; ສະບັບເກົ່າຍັງອ່ານໄດ້ຢູ່ທີ່ນີ້."),
)


def first_text(slug: str) -> tuple[Translated, bool]:
    """(body, is it a placeholder) of a page nobody has written yet."""
    return (_ABOUT, False) if slug == "about" else (_PLACEHOLDER, True)
