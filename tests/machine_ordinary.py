"""Ordinary sentences that speak of machines and of orders, and give none; the second half unseen.

The first half was in view when the words of ``machine.toml`` were mended, the second only counted.
"""

ORDINARY = {
    "en": (
        (
            "Language models summarize and translate long reports within seconds.",
            "Many students use chatbots to write letters, and teachers answer them by hand.",
            "The ministry said that AI can label pictures, delete duplicates and publish lists.",
            "A classifier was trained to mark spam; engineers report few errors.",
            "The university will open a centre for AI and publish its research every year.",
            "ChatGPT can write, translate and explain, but it does not open doors.",
            "We visit a firm whose robot sorts parcels and a language model answers the phone.",
            "Drivers who ignore the rules will be fined, the town said.",
        ),
        (
            "Newspapers publish more and more texts that AI helped to write.",
            "Doctors say that chatbots answer questions faster than the hotline.",
            "The content filter of the library will remove nothing without a review.",
            "Researchers at the port report that an AI model can rate the weather at sea.",
            "Our translation engine lets people open a file, translate it and send it on.",
            "The court set limits on AI, and editors treat its texts with care.",
            "Please send your essay on artificial intelligence to the editor.",
            "They forget the old instructions and write new ones for the assistant coach.",
        ),
    ),
    "ar": (
        (
            "علم الذكاء الاصطناعي يدرس في الجامعة منذ عشر سنوات.",
            "ترجم الذكاء الاصطناعي الرواية ونشرت في بيروت.",
            "وافق المجلس على خطة الذكاء الاصطناعي وأرسل نسخة إلى الوزارة.",
            "قال المدير إن الروبوت نفذ المهمة ثم سجل القراءات.",
            "انتقلت الشركة إلى نظام الترجمة الجديد بعد أن وضعت خطة.",
            "صنف الباحثون الصور بمساعدة النظام الآلي في أسبوع.",
            "غير الذكاء الاصطناعي طريقة العمل في المصانع.",
            "أعاد المساعد الكتاب إلى المكتبة، وكتب اسمه في السجل.",
        ),
        (
            "أرسل الطبيب نتائج النموذج اللغوي إلى المستشفى.",
            "لخص الروبوت التقرير في دقيقتين أمام الطلاب.",
            "علم المراسل أن الذكاء الاصطناعي سيستخدم في المطار.",
            "يحتاج القطاع إلى الذكاء الاصطناعي، كما قال الوزير، وفتح الباب للشركات.",
            "نفذ المهندسون محرك الترجمة وعرضوه على الصحافة.",
            "قل عدد العمال بعد أن دخل الروبوت إلى المصنع.",
            "زر الروبوت في المعرض أحمر كبير.",
            "تجاهل السائق التعليمات فأوقفته الشرطة.",
        ),
    ),
    "fa": (
        (
            "هوش مصنوعی می‌تواند متن را ترجمه کند و گزارش بنویسد.",
            "ربات نامه‌ها را باز کرد و برای مدیر فرستاد.",
            "دانشگاه کتابی درباره مدل زبانی منتشر کرد.",
            "پژوهشگران به هوش مصنوعی امید دارند و نتیجه را منتشر می‌کنند.",
            "موتور ترجمه هر روز هزاران صفحه را ترجمه می‌کند.",
            "برای مدل تازه خودرو بهایی اعلام نشد.",
        ),
        (
            "شرکت ربات خود را در نمایشگاه نشان داد و فیلم آن را منتشر کرد.",
            "دستیار استاد گزارش را نوشت و برای دانشجویان فرستاد.",
            "به سامانه خودکار نامه‌ها پاسخ داده شد.",
            "اگر مدل کار نکند، آن را دوباره آموزش می‌دهند.",
            "راننده قوانین را نادیده گرفت و جریمه شد.",
            "هوش مصنوعی در پزشکی به کار می‌رود.",
        ),
    ),
    "ur": (
        (
            "مصنوعی ذہانت خبروں کا ترجمہ کرتی ہے اور رپورٹ لکھتی ہے۔",
            "روبوٹ نے دروازہ کھولا اور خط بھیجا۔",
            "یونیورسٹی نے لسانی ماڈل کے لیے نئی تجربہ گاہ بنائی۔",
            "چیٹ بوٹ سوالوں کا جواب دیتا ہے، ڈاکٹر اسے دیکھتے ہیں۔",
            "کمپنی نے خودکار نظام کے نام پر انعام رکھا۔",
            "گاڑی کا نیا ماڈل اگلے ماہ آئے گا، وزیر نے کہا کہ وہ نمائش میں جاؤ گے۔",
        ),
        (
            "طلبہ نے روبوٹ کے لیے پروگرام لکھا اور اسے شائع کیا۔",
            "اے آئی کے ماہرین نے رپورٹ شائع کی۔",
            "مشینی مترجم نے کتاب کا ترجمہ دو دن میں کیا۔",
            "استاد کے معاون نے پرچے جمع کیے۔",
            "ڈرائیور نے ہدایات کو نظر انداز کیا۔",
            "مصنوعی ذہانت پر کانفرنس اتوار کو ہوگی۔",
        ),
    ),
}
