"""Vietnamese."""

from __future__ import annotations

from notes.language import Language, Lot, lines, words

VIETNAMESE = Language(
    name="Vietnamese",
    first=Lot(
        given=words("Văn_Hùng Thị_Lan Minh_Tuấn Thanh_Hương Quang_Đức Ngọc_Mai Văn_Dũng"),
        family=words("Nguyễn Trần Lê Phạm Hoàng Vũ"),
        sentences=lines("""
            Khách hàng nói rằng {N} đón anh ấy ở ga {place}.
            Người đưa cô ấy đến đó là {G}, cô gọi là bạn trai.
            {N} đã lấy hộ chiếu của cô ngay đêm đầu.
            Ông {S} thu tiền nhà vào thứ sáu.
            Anh được dặn gọi số {PHONE} nếu công an đến.
            Họ sống ở {ADDR} với sáu người khác.
            Cô sinh ngày {DOB} và không có giấy tờ.
            Anh viết thư đến {MAIL} để xin giúp đỡ.
            Quảng cáo ở trên {WEB} mùa xuân năm ngoái.
            Đã báo công an, {CASE}.
            Anh đến nơi ngày {DAY} bằng xe tải.
            Trang trại ở {GEO}.
        """),
        traps=lines("""
            Anh làm {job} ở {place} trong {age} tháng và được trả {money}.
            Công an tìm thấy {count} và không có vũ khí.
            {noun} nói {nationality} và được {org} chuyển đến.
            Vào {month} cô chuyển từ {place} đến {place}.
        """),
        labels=lines("""
            CCCD {NID}
            Hộ chiếu {DOC}
            IBAN {IBAN}
            Thẻ {CARD}
            {MRZ}
            NHS {NHS}
            Mã bưu chính {POST}
            NINO {NINO}
        """),
    ),
    held=Lot(
        given=words("Đình_Khôi Bích_Thủy Hữu_Phước Diệu_Ái Trọng_Nghĩa Kiều_Oanh"),
        family=words("Tạ Châu Mạc Đoàn Lương Thái"),
        sentences=lines("""
            Theo hàng xóm, {N} quản lý ngôi nhà và giữ chìa khóa.
            Anh họ của anh ấy là {G} đã sang trước một năm.
            {N} kể rằng hai cô gái khác bị giữ trên lầu.
            Tôi đã nói chuyện với bà {S} về việc thuê nhà.
            Số liên lạc: {PHONE}.
            Tin nhắn đến từ {PHONE} lúc nửa đêm.
            Xe dừng trước {ADDR} và chờ.
            Sinh {DOB}, không nơi cư trú.
            Thư điện tử của anh là {MAIL} nhưng anh không có điện thoại.
            Kẻ tuyển người dùng {WEB} rồi xóa tin nhắn.
            Liên quan đến {CASE} ở viện kiểm sát.
            Phỏng vấn ngày {DAY} có phiên dịch.
            Vị trí đã gửi: {GEO}.
            Người đàn ông tên {G} đánh anh khi anh hỏi lương.
        """),
        traps=lines("""
            Nay {age} tuổi, {noun} muốn học nghề {job}.
            Anh gửi {money} về nhà từ 2019 đến 2021.
            Nhân viên của {org} đếm được {count} trên gác.
            Cộng đồng {nationality} ở {place} đã giúp vào {month}.
            Lương hứa là {money} và không bao giờ trả.
        """),
        labels=lines("""
            {NID}
            giấy thông hành {DOC}
            chuyển vào {IBAN}
            số thẻ {CARD}
            bản quét: {MRZ}
            {NHS}
            {POST}
            số bảo hiểm {NINO}
        """),
    ),
    phones=lines("""
        0110 ### ###
        0110######
        +84 110 ### ###
        0084 110 ######
        0110.###.###
    """),
    streets=lines("""
        số 14 đường Lê Lợi
        đường Trần Phú, phường 5
        ngõ 25 phố Huế
        123/4 đường Nguyễn Trãi
        thôn Đông, phường Hưng Bình
    """),
    months=("tháng 3", "tháng 5", "tháng 11", "tháng mười"),
    births=("{d}/{m}/{y}", "{d}-{m}-{y}", "{d} tháng {m} năm {y}", "{d2}.{m2}.{y}"),
    places=words("Hà_Nội Nghệ_An Luân_Đôn Birmingham Hải_Phòng Paris Hà_Tĩnh Berlin"),
    organisations=lines("""
        Bộ Công an
        Đại sứ quán
        Home Office
        Ủy ban nhân dân
        Cảnh sát West Midlands
    """),
    jobs=("bồi bàn", "thợ nail", "thợ xây", "lái xe", "làm vườn"),
    nationalities=("tiếng Việt", "tiếng Anh", "người Việt"),
    nouns=("Khách hàng", "Nạn nhân", "Cán bộ"),
    money=("20 triệu đồng", "£250 một tuần", "18.000 bảng", "15 000 euro", "500000 đồng"),
    counts=("1.200 cây", "340 cây", "2500 watt", "12 kg cần sa", "16 bóng đèn"),
)
